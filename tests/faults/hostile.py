"""Incident files from another hand, whose every text holds what a terminal obeys: how many such bytes come out again.

The demo's incidents are taken, and each text in each event becomes a payload; then every command that shows something is run over
the file, and what it printed is searched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.tally import Tally
from warroom.session import demo
from warroom.storage.file.layout import decode, encode, object_of, split_head, whole_file

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = {
    "escape sequences": "\x1b]52;c;T1dORUQ=\x1b\\\x1b]0;OWNED\x07\x1b[2J\x1b[31m",
    "C1 controls": "\x9b2J\x9d0;OWNED\x9c\x90\x85",
    "directions": "\u202eevil\u2066\u2069\u200f\u061c",
    "returns and backspaces": "real\rfake\b\b\b\b\x7f\x00",
    "nothing to be seen": "a\u200b\u2060\ufeff\U000e0041\U000e007fb",
}
OBEYED = frozenset(
    [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2060, 0x206A)),
     *"\u061c\u200b\u200e\u200f\u2028\u2029\ufeff", *map(chr, range(0xE0000, 0xE0080))]
) - {"\n", "\t"}  # fmt: skip
LEFT = frozenset(("id", "at", "kind", "by", "hlc", "origin", "prev", "entry", "zone"))
"""Members that are left as they are, or the event would be about nothing."""
STAMP = frozenset(("crc", "origin", "after", "n"))
COMMANDS = (
    "list --plain", "list --json", "show FILE --plain", "show FILE --json", "verify FILE", "follow-ups --plain", "stats --plain",
    "export FILE --format markdown", "export FILE --format text", "export FILE --format brief", "export FILE --format csv",
    "export FILE --format json", "--incident FILE log another", "--incident FILE sev 9",
)  # fmt: skip


def soiled(value: Any, payload: str) -> Any:
    """A value with the payload behind each text in it."""
    if isinstance(value, str):
        return value + payload
    if isinstance(value, list):
        return [soiled(one, payload) for one in value]
    if isinstance(value, dict):
        return {name: one if name in LEFT else soiled(one, payload) for name, one in value.items()}
    return value


def _soiled_event(row: dict[str, Any], payload: str, members: frozenset[str]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in STAMP}
    return {name: value if name in members else soiled(value, payload) for name, value in told.items()}


def lines_of(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    data = path.read_bytes()
    head = split_head(data)
    assert head
    return head[0], [decode(object_of(line)[0]) for line in data[head[1] :].split(b"\n")[:-2]]


def campaign(base: Path) -> Iterator[Tally]:
    """`runs`: commands over hostile files; `figures["bytes leaked"]`."""
    library = base / "library"
    demo.build(library, datetime.now(UTC))
    clean = {path: lines_of(path) for path in sorted(library.glob("INC-*.json"))}
    for name, payload in PAYLOADS.items():
        tally = Tally(f"hostile: {name}")
        leaked = 0
        for path, (tables, rows) in clean.items():
            for members in (LEFT, LEFT - {"by"}):
                fresh = [_soiled_event(row, payload, members) for row in rows]
                header = {
                    k: v if k in ("id", "format") else soiled(v, payload)
                    for k, v in tables["incident"]["1"].items()
                }
                path.write_bytes(whole_file({"incident": {"1": header}}, map(encode, fresh)))
                (library / "catalogue.json").unlink(missing_ok=True)
                for command in COMMANDS:
                    tally.runs += 1
                    tally.faults += 1
                    leaked += _leaked(tally, library, path, command)
                path.write_bytes(whole_file(tables, map(encode, rows)))
        tally.figures["bytes leaked"] = leaked
        yield tally.done()


def _leaked(tally: Tally, library: Path, path: Path, command: str) -> int:
    environment = {**os.environ, "WARROOM_HOME": str(library), "PYTHONPATH": str(ROOT), "WARROOM_USER": "ani"}
    words = [str(path) if word == "FILE" else word for word in command.split()]
    ran = subprocess.run(
        [sys.executable, "-m", "warroom", *words],
        capture_output=True,
        env=environment,
        timeout=60,
        check=False,
    )
    if ran.returncode not in (0, 1, 2, 3) or b"Traceback" in ran.stderr or b"inside warroom" in ran.stderr:
        tally.found(f"{command}: {ran.returncode} {ran.stderr[-300:]!r}")
    said = (ran.stdout + ran.stderr).decode(errors="replace").replace("\r\n", "\n")
    found = [char for char in said if char in OBEYED]
    if found:
        tally.found(f"{command}: {sorted(set(found))!r}")
    return len("".join(found).encode())


def main() -> None:
    """Prints a tally as JSON for each payload."""
    with tempfile.TemporaryDirectory() as base:
        for tally in campaign(Path(base)):
            tally.tell()


if __name__ == "__main__":
    main()
