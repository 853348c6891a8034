"""A person's ssh key, made by the real ssh-keygen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH's client is not installed")


def new_key(path: Path) -> str:
    """A key pair without a passphrase at `path`; the public half, as in its `.pub` file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a test", "-f", str(path)], check=True
    )
    return " ".join(path.with_name(path.name + ".pub").read_text().split()[:2])
