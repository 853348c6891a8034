"""Storage asks the operating system for files in one place: else a call could never be made to fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import warroom.storage

ROOT = Path(warroom.storage.__file__).parent
HARMLESS = frozenset(
    (
        "path", "fspath", "fsencode", "fsdecode", "environ", "getpid", "getuid", "geteuid", "urandom", "uname", "strerror",
        "umask", "kill", "major", "minor", "curdir", "pardir", "sep", "PathLike", "DirEntry", "stat_result",
    )
)  # fmt: skip
"""What asks for no file, or (`kill`, `umask`) about processes."""
HARMLESS_PATHS = frozenset(
    ("join", "split", "basename", "dirname", "abspath", "expanduser", "isabs", "realpath", "splitext")
)
LISTED = {
    "oslayer.py": "the seam itself",
    "file/watch.py": "inotify; without it the room looks every so often",
    "trust/signing.py": "ssh-keygen is a process with files of its own",
}
"""Those that may, as CONTRIBUTING says."""


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            yield f"{path.name}:{node.lineno}: open"
        if isinstance(node, ast.Import) and {a.name for a in node.names} & {
            "subprocess",
            "tempfile",
            "shutil",
            "io",
            "fcntl",
        }:
            yield f"{path.name}:{node.lineno}: {node.names[0].name}"
        if not isinstance(node, ast.Attribute):
            continue
        of = node.value
        if (
            isinstance(of, ast.Name)
            and of.id == "os"
            and node.attr not in HARMLESS
            and not node.attr.startswith("O_")
        ):
            yield f"{path.name}:{node.lineno}: os.{node.attr}"
        if isinstance(of, ast.Attribute) and ast.unparse(of) == "os.path" and node.attr not in HARMLESS_PATHS:
            yield f"{path.name}:{node.lineno}: os.path.{node.attr}"


def test_every_file_is_asked_for_through_the_seam() -> None:
    found = {str(p.relative_to(ROOT)): list(calls(p)) for p in ROOT.rglob("*.py")}
    assert {name: made for name, made in found.items() if made and name not in LISTED} == {}


def test_those_that_may_go_around_it_still_do() -> None:
    assert all(list(calls(ROOT / name)) for name in LISTED)
