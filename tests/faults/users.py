"""Other users at a library that is not for them: every way that they have, by the program and by themselves. Needs root.

What is tried: each file that warroom has made is opened, linked and written to by somebody who may not, and each command is run
by them. A way is past the permissions when it shows the secret, changes a file, or is said to be done.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.cli.test_access import ANI, BUDI, EVE, OTHERS, TEAM, run_as
from tests.faults.tally import Tally

CITRA = 64104
SECRET = "hunter2-the-password"
NOBODY = 0xFFFFFFFF
COMMANDS = (
    "show ID", "show ID --json", "log --incident ID mine", "export ID", "export ID --out HOME/r.md", "list", "verify ID",
    "repair LIB/ID.json --out HOME/saved.json", "--incident ID redact last --why x --yes", "--incident ID sev 4 --why x",
    "export LIB/ID.json --out HOME/r.json", "log --incident LIB/ID.json mine", "import LIB/ID.json",
)  # fmt: skip


def only_for_budi(path: Path) -> None:
    """BUDI may read it, its group may not; its mode says 0640 all the same."""
    entries = ((1, 6, NOBODY), (2, 4, BUDI), (4, 0, NOBODY), (16, 4, NOBODY), (32, 0, NOBODY))
    listed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    os.setxattr(path, "system.posix_acl_access", listed)


def _nothing(_path: Path) -> None:
    return


def _as_somebody(uid: int, groups: list[int], act: Callable[[], bool]) -> bool:
    """Whether another user gets done what `act` does."""
    child = os.fork()
    if child == 0:
        status = 2
        try:
            os.setgroups(groups)
            os.setgid(OTHERS)
            os.setuid(uid)
            status = 0 if act() else 1
        except OSError:
            status = 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _by_hand(path: Path) -> Iterator[tuple[str, Callable[[], bool]]]:
    yield "read", lambda: SECRET.encode() in path.read_bytes()
    yield "write", lambda: bool(os.open(path, os.O_WRONLY | os.O_APPEND))
    yield "empty", lambda: os.truncate(path, 0) is None
    yield "replace", lambda: Path(path.parent, f".{path.name}.mine").write_text("x") and False
    yield "remove", lambda: os.unlink(path) is None
    yield "rename", lambda: path.rename(path.with_name("other")) is not None


def campaign(base: Path) -> Iterator[Tally]:
    """`runs`: ways tried; `findings`: those past the permissions."""
    base.chmod(0o711)
    scenes = (
        ("a private library", 0o700, OTHERS, _nothing, ((BUDI, [TEAM]), (EVE, []))),
        ("a team's library", 0o2770, TEAM, _nothing, ((EVE, []),)),
        (
            "an incident that its list keeps from the team",
            0o2770,
            TEAM,
            only_for_budi,
            ((CITRA, [TEAM]), (EVE, [])),
        ),
        ("a private library, root was here", 0o700, OTHERS, _nothing, ((BUDI, [TEAM]), (EVE, []))),
    )
    for number, (name, mode, group, close, users) in enumerate(scenes):
        place = base / str(number)
        place.mkdir()
        place.chmod(0o711)
        yield _scene(name, place, (mode, group), close, users, root=name.endswith("root was here"))


def _scene(
    name: str, place: Path, library_is: tuple[int, int], close: Callable[[Path], None],
    users: tuple[tuple[int, list[int]], ...], *, root: bool,
) -> Tally:  # fmt: skip
    tally = Tally(f"users: {name}")
    library = place / "library"
    library.mkdir()
    os.chown(library, ANI, library_is[1])
    library.chmod(library_is[0])
    incident = run_as(place, ANI, [TEAM], "declare", "Payment gateway down").out.strip()
    path = library / f"{incident}.json"
    close(path)
    for words in (f"log the password is {SECRET}", "log wrong line", "--incident ID redact wrong --why x --yes",
                  "export ID --out LIB/r.md", "export ID --out LIB/r.json --format json", "list"):  # fmt: skip
        told = [w.replace("ID", incident).replace("LIB", str(library)) for w in words.split()]
        ran = run_as(place, 0 if root and words != "list" else ANI, [TEAM], *told)
        assert ran.status == 0, (words, ran)
    for uid, groups in users:
        _try_all(tally, place, incident, uid, groups)
    return tally.done()


def _try_all(tally: Tally, place: Path, incident: str, uid: int, groups: list[int]) -> None:
    library = place / "library"
    in_team = bool(library.stat().st_mode & stat.S_ISGID) and TEAM in groups
    holds = [p for p in sorted(library.rglob("*")) if p.is_file() and SECRET.encode() in p.read_bytes()]
    for path in holds if in_team else sorted(library.rglob("*")):
        for way, act in _by_hand(path):
            if in_team and way in (
                "replace",
                "remove",
                "rename",
            ):  # which is for whoever may write to the folder
                continue
            tally.runs += 1
            if _as_somebody(uid, groups, act):
                tally.found(f"{uid} could {way} {path.name}")
    before = {p: p.read_bytes() for p in holds}
    for command in COMMANDS:
        own = place / str(uid)
        names = {"ID": incident, "LIB": str(library), "HOME": str(own)}
        told = []
        for word in command.split():
            for short, long in names.items():
                word = word.replace(short, long)
            told.append(word)
        tally.runs += 1
        ran = run_as(place, uid, groups, *told)
        shown = SECRET in ran.out + ran.err or any(
            SECRET.encode() in p.read_bytes() for p in own.iterdir() if p.is_file()
        )
        if shown or {p: p.read_bytes() for p in holds} != before or (ran.status == 0 and not in_team):
            tally.found(f"{uid}: {command}: {ran}")


def main() -> None:
    """Prints a tally as JSON for each scene."""
    import tempfile

    with tempfile.TemporaryDirectory() as base:
        for tally in campaign(Path(base)):
            tally.tell()


if __name__ == "__main__":
    main()
