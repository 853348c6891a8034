"""The console in a real terminal, and the system calls on its incident failing under it: `strace` does it, nothing of ours.

A person types lines, each as soon as the one before stands on the screen. A line counts as acknowledged once the header says that
all is saved. Then the person leaves. Afterwards: what was acknowledged is in the file, once; what was refused is kept, and
`warroom putback` writes it; the file verifies. A console that is killed may lose only the line that was under way.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults.system import ROOT, STRACE, Fault
from tests.faults.tally import Tally
from tests.terminal.console import Console, console
from warroom.storage.errors import StorageError
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.verify import verify

LINES = tuple(f"line number {n}" for n in range(1, 5))
SECONDS = 15.0
FAULTS = tuple(
    Fault(call, index, what, last)
    for call, whats, indices in (
        ("pwrite64", ("ENOSPC", "EIO", "EFBIG", "KILL"), (1, 2, 3)),
        ("fdatasync", ("EIO", "ENOSPC", "KILL"), (1, 2, 3)),
        ("fsync", ("EIO", "KILL"), (1,)),
        ("flock", ("ENOLCK", "EIO"), (1, 3, 5)),
        ("pread64", ("EIO",), (2, 6, 12)),
        ("openat", ("EMFILE", "EACCES", "EIO"), (2, 4, 6)),
        ("newfstatat", ("EIO", "EACCES"), (3, 8)),
    )
    for index in indices
    for what in whats
    for last in (("",) if what == "KILL" else ("", "+"))
)
"""The calls that concern the incident's folder, how they fail, and whether from then on."""


def campaign(base: Path, most: int | None = None, seed: int = 1) -> Iterator[Tally]:
    """One tally; with `most`, so many of the faults, picked at random."""
    tally = Tally("console under real faults")
    picked = list(FAULTS) if most is None else random.Random(seed).sample(FAULTS, min(most, len(FAULTS)))
    for number, fault in enumerate(picked):
        place = base / str(number)
        place.mkdir(parents=True)
        tally.runs += 1
        tally.faults += 1
        _run(place, fault, tally)
        shutil.rmtree(place)
    tally.figures["faults known"] = len(FAULTS)
    yield tally.done()


def _environment(place: Path) -> dict[str, str]:
    return {
        "WARROOM_HOME": str(place / "library"), "WARROOM_USER": "ani", "HOME": str(place), "PYTHONPATH": str(ROOT),
        "XDG_STATE_HOME": str(place / "state"), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"],
    }  # fmt: skip


def _shell(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "warroom", *words], env=_environment(place), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def _run(place: Path, fault: Fault, tally: Tally) -> None:
    assert STRACE
    incident = _shell(place, "declare", "Payment gateway down").stdout.strip()
    path = place / "library" / f"{incident}.json"
    tracing = ["-f", "-qq", "-o", os.devnull, "-P", str(path), "-P", f"{path}.lock", "-P", f"{path}.origin"]
    tracing += [
        "-e",
        f"trace={fault.call}",
        fault.option(),
        sys.executable,
        "-m",
        "warroom",
        "open",
        incident,
    ]
    with console(*tracing, program=STRACE, **_environment(place)) as terminal:
        typed, acknowledged = _typed(terminal, fault, tally)
        if not terminal.ended:
            _left(terminal, fault, tally)
    tally.acknowledged += len(acknowledged)
    for finding in _judged(place, path, typed, acknowledged, fault):
        tally.found(f"{fault}: {finding}")


def _typed(terminal: Console, fault: Fault, tally: Tally) -> tuple[list[str], list[str]]:
    """Types the lines: those that were taken, and those that the console said to be saved."""
    typed: list[str] = []
    acknowledged: list[str] = []
    if not _until(terminal, "type to log"):
        said = terminal.text().split()
        if fault.what != "KILL" and (not terminal.ended or not said or "Traceback" in said):
            tally.found(f"{fault}: no room came up, and no word of it:\n{terminal.text()}")
        return typed, acknowledged
    for line in LINES:
        terminal.send(f"{line}\r")
        typed.append(line)
        _until(terminal, line)
        terminal.quiet(0.1)
        screen = terminal.text()
        if "Traceback" in screen:
            tally.found(f"{fault}: a traceback")
        if "saved" in screen.partition("\n")[0] and "NOT SAVED" not in screen and line in screen:
            acknowledged = [*acknowledged, line]
        if terminal.ended:
            break
    return typed, acknowledged


def _until(terminal: Console, text: str) -> bool:
    end = time.monotonic() + SECONDS
    while text not in terminal.text() and not terminal.ended and time.monotonic() < end:
        terminal.read(0.05)
    return text in terminal.text()


def _left(terminal: Console, fault: Fault, tally: Tally) -> None:
    """Leaves, also where the console asks whether that is meant."""
    for keys in ("\x1b", "\x1b", "q", "y", "\x1b", "\x11", "y"):
        if terminal.ended:
            break
        terminal.send(keys)
        terminal.quiet(0.2)
    try:
        terminal.exit_status()
    except AssertionError as error:
        tally.found(f"{fault}: {error}")


def _judged(
    place: Path, path: Path, typed: list[str], acknowledged: list[str], fault: Fault
) -> Iterator[str]:
    try:
        there = _texts(path)
    except StorageError as error:
        yield f"the file does not open: {error}"
        return
    if gone := [line for line in acknowledged if line not in there]:
        yield f"acknowledged, and gone: {gone}"
    again = _shell(place, "putback", "--incident", path.stem)
    if "Traceback" in again.stderr:
        yield "a traceback"
    there = _texts(path)
    if len(set(there)) < len(there):
        yield f"a line stands there twice: {there}"
    if fault.what != "KILL" and (missing := [line for line in typed if line not in there]):
        yield f"neither in the file nor kept: {missing}; {again.stderr.strip()}"
    if not (report := verify(path)).ok:
        yield f"verify: {report.problems[:2]}"


def _texts(path: Path) -> list[str]:
    with OpenTail(path) as log:
        rows = [json.loads(raw) for raw in log.load().lines]
    return [row["text"] for row in rows if row["kind"] == "entry.logged"]


def main() -> None:
    """For a look: all of it, or as many as the first argument says."""
    import tempfile

    most = int(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        for tally in campaign(Path(folder), most):
            sys.stdout.write(f"{tally}\n")


if __name__ == "__main__":
    main()
