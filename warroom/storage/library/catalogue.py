"""The catalogue: a line about each incident, so that a list of a thousand does not open a thousand files.

It is derived: `catalogue.json` (readable by TinyDB, table `incidents`) is rebuilt where it is missing, stale or
damaged, and a listing never fails because of it. What a summary says is the caller's business.
"""

from __future__ import annotations

import json
import os

from warroom.storage.errors import StorageError, explained
from warroom.storage.file.rewrite import put_derived
from warroom.storage.library.folder import id_in
from warroom.storage.oslayer import OS
from warroom.storage.plain import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

    Row = dict[str, Any]

NAME = "catalogue.json"
_SIGN = ("size", "mtime_ns", "ino")
_MOST = 64 * 1024 * 1024
_LONGEST, _TIME, _MANY = 100_000, 24, 10_000


class Peek:
    """What the catalogue knows without opening an incident.

    `rows`: those that are up to date, by id. `stale`: ids whose file is new or has changed, with that file's
    size, mtime_ns and ino. `outdated`: what the catalogue holds about the changed ones, with the size that
    they had. `gone`: whether it holds files that are there no more.
    """

    __slots__ = ("gone", "outdated", "rows", "stale")

    def __init__(
        self, rows: dict[str, Row], stale: dict[str, Row], outdated: dict[str, Row], gone: bool
    ) -> None:
        self.rows, self.stale, self.outdated, self.gone = rows, stale, outdated, gone


def peek(folder: Path, os_layer: OsLayer = OS) -> Peek:
    """Reads the catalogue and asks for each file's size and time. Raises `StorageError` for an unreadable folder."""
    name = os.fspath(folder)
    noted = _read(name, os_layer)
    rows: dict[str, Row] = {}
    stale: dict[str, Row] = {}
    with explained(name, "list"):
        try:
            entries = os_layer.scandir(name)
        except FileNotFoundError:
            entries = []
        by_file = {f"{incident_id}.json": row for incident_id, row in noted.items()}
        for entry in entries:
            if not entry.name.startswith("INC-"):
                continue
            row = by_file.get(entry.name)
            incident_id = row["id"] if row else id_in(entry.name)
            if not incident_id:
                continue
            try:
                there = os_layer.entry_stat(entry)
            except FileNotFoundError:
                continue
            sign = (there.st_size, there.st_mtime_ns, there.st_ino)
            if row and (row.get("size"), row.get("mtime_ns"), row.get("ino")) == sign:
                rows[incident_id] = row
            else:
                stale[incident_id] = dict(zip(_SIGN, sign, strict=True))
    outdated = {incident_id: noted[incident_id] for incident_id in stale if incident_id in noted}
    return Peek(rows, stale, outdated, len(noted) > len(rows) + len(outdated))


def listing(
    folder: Path,
    summarise: Callable[[str], Mapping[str, Any]],
    os_layer: OsLayer = OS,
    grown: Callable[[str, Row, Row], Mapping[str, Any] | None] | None = None,
) -> list[dict[str, Any]]:
    """A row for each incident, by id: `id`, `size`, `mtime_ns`, `ino` and what `summarise(path)` answers.

    `summarise` is called only for files that changed, and not where `grown(path, row, sign)` already knows what became of
    the old row (`sign`: the file's size, mtime_ns and ino now). Where it fails, the row has a `problem` (one line) instead:
    a damaged file is listed, not hidden. Raises `StorageError` only when the folder itself cannot be read.
    """
    name = os.fspath(folder)
    known = peek(name, os_layer)
    rows = known.rows
    for incident_id, sign in known.stale.items():
        path, row = os.path.join(name, f"{incident_id}.json"), known.outdated.get(incident_id)
        said = grown(path, row, sign) if grown and row else None
        rows[incident_id] = {"id": incident_id, **sign, **(said or _summary(path, summarise))}
    found = [rows[incident_id] for incident_id in sorted(rows)]
    if known.stale or known.gone:
        _write(name, found, os_layer)
    return found


def _summary(path: str, summarise: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any]:
    try:
        return summarise(path)
    except Exception as error:  # one bad file must not hide the other 999, whatever is wrong with it
        return {"problem": str(error).partition("\n")[0] or type(error).__name__}


def _read(folder: str, osl: OsLayer) -> dict[str, Row]:
    """The rows by id that can be used; none when there is no catalogue. It may be anybody's: any JSON may stand in it."""
    try:
        rows = json.loads(read_plain(os.path.join(folder, NAME), _MOST, os_layer=osl))["incidents"].values()
        return {row["id"]: row for row in rows if _is_sound(row)}
    except (StorageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def _is_sound(row: object) -> bool:
    """Whether a row says what it says in the types that readers rely on. One that does not is made anew from its file."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not id_in(f"{row['id']}.json"):
        return False
    if not all(type(row.get(name)) is int and row[name] >= 0 for name in _SIGN):
        return False
    return all(name not in row or fits(row[name]) for name, fits in _TYPES.items())


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return False
    return value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value)


def _is_time(value: object) -> bool:
    if value is None:
        return True
    if not (isinstance(value, str) and value.isascii() and len(value) == _TIME and value.endswith("Z")):
        return False
    from datetime import datetime

    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_offer(value: object) -> bool:
    return isinstance(value, dict) and all(_is_text(value.get(name)) for name in ("to", "by", "role"))


_TYPES: dict[str, Callable[[object], bool]] = {
    "title": _is_text,
    "severity": lambda value: type(value) is int and 0 <= value <= 9,
    "status": _is_text,
    "commander": lambda value: value is None or _is_text(value),
    "declared_at": _is_time,
    "updated_at": _is_time,
    "open": lambda value: type(value) is bool,
    "problem": _is_text,
    "parent": _is_text,
    "duplicate_of": _is_text,
    "children": lambda value: isinstance(value, list) and len(value) <= _MANY and all(map(_is_text, value)),
    "offers": lambda value: isinstance(value, list) and all(_is_offer(one) for one in value),
}
"""What members of a row may be, where they are there. What a summary says is the caller's business, but not its types."""


def _write(folder: str, rows: list[Row], osl: OsLayer) -> None:
    """Best effort: without it the next listing is slower, and that is all."""
    path = os.path.join(folder, NAME)
    try:
        table = ",\n".join(
            f'"{i}": {json.dumps(row, ensure_ascii=False, allow_nan=False)}' for i, row in enumerate(rows, 1)
        )
        data = f'{{"incidents": {{\n{table}\n}}}}\n'.encode()
        put_derived(osl, path, data)
    except (OSError, ValueError, TypeError):
        return
