"""`warroom list`, and `warroom` in a pipe: the incidents, open ones first. Light: needs neither room, verbs nor msgspec."""

from __future__ import annotations

from warroom.cli import output
from warroom.core.kin import kin_words
from warroom.core.language import say
from warroom.session import overview
from warroom.storage.library.folder import Library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_ROOMY = 100
"""In fewer columns what an incident belongs to goes before the time of its declaration."""
_SWITCHES = ("--json", "--plain")


def quick(words: Sequence[str]) -> int | None:
    """List what the library holds; None, with nothing done, when the words ask for more."""
    if any(word not in _SWITCHES for word in words):
        return None
    plain = "--plain" in words
    as_json = "--json" in words or not (plain or output.to_terminal())
    return put(Library(), as_json=as_json, colour=output.coloured() and not plain)


def put(library: Library, *, as_json: bool, colour: bool) -> int:
    """Print the list; the exit status.

    Raises:
        StorageError: the folder can't be read.
    """
    rows = overview.rows(library)
    if as_json:
        output.put_json([{name: row[name] for name in overview.FIELDS} | _kin(row) for row in rows])
    elif rows:
        words = kin_words(rows)
        heads: tuple[str, ...] = (
            "id",
            "sev",
            say("status"),
            say("commander"),
            say("declared (UTC)"),
            say("title"),
        )
        cells = [_cells(r, words.get(r["id"], "")) for r in rows]
        if words and output.width() < _ROOMY:
            heads, cells = (*heads[:4], heads[5]), [[*c[:4], c[5]] for c in cells]
        output.put_lines(output.table(heads, cells), colour=colour)
    else:
        output.say(say("no incident yet; `warroom declare TITLE` declares one, `warroom demo` shows one"))
    for row in rows:
        if isinstance(row.get("notice"), str):
            output.note(row["notice"])
    return 0


def _kin(row: Mapping[str, Any]) -> dict[str, Any]:
    """What it belongs to; nothing where it stands alone."""
    return {name: row[name] for name in overview.RELATED if row.get(name)}


def _cells(row: Mapping[str, Any], kin: str) -> list[Any]:
    declared = str(row["declared_at"] or "")[:16].replace("T", " ")
    severity = row["severity"]
    return [
        row["id"], ((f"SEV{severity}", f"sev{severity}"),), ((say(row["status"]), "bold" if row["open"] else "dim"),),
        row["commander"] or say("nobody"), declared, f"{kin}: {row['title']}" if kin else row["title"],
    ]  # fmt: skip
