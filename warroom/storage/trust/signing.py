"""Signatures with a person's ssh key. OpenSSH's own `ssh-keygen -Y` does all of it; nothing here is cryptography of ours.

Knows keys, texts and signatures, and nothing of incidents.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress

from warroom.core.language import say
from warroom.storage.errors import StorageError, reason_of, shown
from warroom.storage.leftovers import is_dead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACE = "warroom"
KEYS = ("id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk", "id_rsa")
_PUBLIC = re.compile(r"(?:ssh|ecdsa|sk)-[a-z0-9@.-]{1,60} [A-Za-z0-9+/]{16,8000}={0,2}")
_PREFIX = "warroom-sign-"
_FILES = frozenset(("signature", "signers", "agent.pub"))
_OLD = 3600.0
"""Seconds after which nobody waits for a signature, and a process of that number is another one."""
_PERSON_SECONDS, _CHECK_SECONDS = 300, 20


class NoSigning(StorageError):
    """`ssh-keygen` is not there, there is no key, or it would not sign. `str()` is one line that says what to do."""


class Signature:
    """`armored`: the text that `ssh-keygen -Y sign` made. `key`: the public key in it, as in a `.pub` file."""

    __slots__ = ("armored", "key")

    def __init__(self, armored: str, key: str) -> None:
        self.armored, self.key = armored, key


def fingerprint(key: str) -> str:
    """What `ssh-keygen -l` calls a public key: `SHA256:…`; "" for what is no key."""
    if not _PUBLIC.fullmatch(key):
        return ""
    try:
        blob = base64.b64decode(key.partition(" ")[2], validate=True)
    except ValueError:
        return ""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def sign(text: bytes, key_file: str = "") -> Signature:
    """Signs with the key in that file, else the person's own, else the first one of the ssh agent.

    May ask for a passphrase, or wait for a touch, on the terminal. Raises `NoSigning`.
    """
    with _folder() as folder:
        name = os.path.expanduser(key_file) if key_file else _own_key() or _agents_key(folder)
        if not os.path.isfile(name):
            raise NoSigning(say("{name}: there is no such key; --key FILE names another", name=shown(name)))
        made = _run(["-Y", "sign", "-q", "-n", NAMESPACE, "-f", name], text, _PERSON_SECONDS)
    armored = made.stdout.decode("ascii", errors="replace")
    key = _key_in(armored)
    if made.returncode or not key:
        why = " ".join(made.stderr.decode(errors="replace").split()) or say("no signature came of it")
        raise NoSigning(
            say(
                "{name}: ssh-keygen would not sign: {why}; --key FILE names another key",
                name=shown(name),
                why=shown(why)[:200],
            )
        )
    return Signature(armored, key)


def check(text: bytes, armored: str, key: str) -> str:
    """ "" when this key signed this text, else why that is not so. Raises `NoSigning` when it cannot be told."""
    if not _PUBLIC.fullmatch(key):
        return say("it names no key")
    return _checked(text, armored, "signer", f'signer namespaces="{NAMESPACE}" {key}\n'.encode())


def known_as(text: bytes, armored: str, allowed: bytes) -> str:
    """Whose key made the signature, by an `allowed_signers` file (see ssh-keygen(1)); "" when it lists none that fits.

    Raises `NoSigning` when it cannot be told.
    """
    with _folder() as folder:
        files = _files(folder, armored, allowed)
        found = _run(["-Y", "find-principals", *files], b"", _CHECK_SECONDS)
    names = found.stdout.decode(errors="replace").splitlines() if not found.returncode else []
    return next((shown(name) for name in names if not _checked(text, armored, name, allowed)), "")


def _checked(text: bytes, armored: str, name: str, allowed: bytes) -> str:
    with _folder() as folder:
        files = _files(folder, armored, allowed)
        done = _run(["-Y", "verify", "-q", "-n", NAMESPACE, "-I", name, *files], text, _CHECK_SECONDS)
    return say("the signature does not fit") if done.returncode else ""


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that only we may enter, named after this process; those of processes that were killed go first."""
    with suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if _is_left(entry):
                shutil.rmtree(entry.path, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")


def _is_left(entry: os.DirEntry[str]) -> bool:
    """Whether it is such a folder of ours, and nobody works in it any more."""
    if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
        return False
    pid = entry.name.removeprefix(_PREFIX).partition("-")[0]
    if not (pid.isascii() and pid.isdigit() and len(pid) < 11):
        return False
    here = entry.stat(follow_symlinks=False)
    gone = is_dead(int(pid)) or time.time() - here.st_mtime > _OLD
    return gone and here.st_uid == os.geteuid() and _FILES.issuperset(os.listdir(entry.path))


def _files(folder: str, armored: str, allowed: bytes) -> list[str]:
    """The signature and the signers as files of their own, in a folder that only we may enter; the options for them."""
    signature, signers = os.path.join(folder, "signature"), os.path.join(folder, "signers")
    for path, data in ((signature, armored.encode(errors="replace")), (signers, allowed)):
        with open(path, "xb") as file:
            file.write(data)
    return ["-s", signature, "-f", signers]


def _own_key() -> str:
    folder = os.path.expanduser("~/.ssh")
    return next((path for name in KEYS if os.path.isfile(path := os.path.join(folder, name))), "")


def _agents_key(folder: str) -> str:
    """The agent's first key as a file: `ssh-keygen` asks the agent for the private half."""
    path = os.path.join(folder, "agent.pub")
    try:
        listed = subprocess.run(
            ["ssh-add", "-L"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_CHECK_SECONDS,
            check=True,
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError):
        listed = ""
    key = next((line for line in listed.splitlines() if _PUBLIC.match(line)), "")
    if not key:
        raise NoSigning(
            say(
                "no ssh key to sign with: neither in ~/.ssh ({names}) nor in an ssh agent; --key FILE names "
                "one, `ssh-keygen -t ed25519` makes one",
                names=", ".join(KEYS),
            )
        )
    with open(path, "x", encoding="utf-8") as file:
        file.write(key + "\n")
    return path


def _key_in(armored: str) -> str:
    """The public key inside a signature: `SSHSIG`, a version, then the key (PROTOCOL.sshsig of OpenSSH)."""
    lines = [line for line in armored.splitlines() if line and not line.startswith("-----")]
    try:
        blob = base64.b64decode("".join(lines), validate=True)
        key = blob[14 : 14 + int.from_bytes(blob[10:14])]
        kind = key[4 : 4 + int.from_bytes(key[:4])].decode("ascii")
    except ValueError:
        return ""
    text = f"{kind} {base64.b64encode(key).decode()}"
    return text if blob.startswith(b"SSHSIG") and _PUBLIC.fullmatch(text) else ""


def _run(words: Sequence[str], text: bytes, seconds: int) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["ssh-keygen", *words], input=text, capture_output=True, timeout=seconds)
    except FileNotFoundError:
        raise NoSigning(say("ssh-keygen is not installed; install OpenSSH's client (8.2 or newer)")) from None
    except OSError as error:
        raise NoSigning(say("ssh-keygen cannot be run: {reason}", reason=reason_of(error))) from None
    except subprocess.TimeoutExpired:
        raise NoSigning(say("ssh-keygen did not answer in {seconds} s; try again", seconds=seconds)) from None
