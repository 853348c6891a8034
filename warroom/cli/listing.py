"""`warroom list`, and `warroom` in a pipe: the incidents, open ones first. Light: needs neither room, verbs nor msgspec."""

from __future__ import annotations

from warroom.cli import output
from warroom.core.language import say
from warroom.session import overview
from warroom.storage.library.folder import Library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

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
        output.put_json([{name: row[name] for name in overview.FIELDS} for row in rows])
    elif rows:
        heads = ("id", "sev", "status", "commander", "declared (UTC)", "title")
        output.put_lines(output.table(heads, [_cells(r) for r in rows]), colour=colour)
    else:
        output.say(say("no incident yet; `warroom declare TITLE` declares one, `warroom demo` shows one"))
    for row in rows:
        if isinstance(row.get("notice"), str):
            output.note(row["notice"])
    return 0


def _cells(row: Mapping[str, Any]) -> list[Any]:
    declared = str(row["declared_at"] or "")[:16].replace("T", " ")
    severity = row["severity"]
    return [
        row["id"], ((f"SEV{severity}", f"sev{severity}"),), ((row["status"], "bold" if row["open"] else "dim"),),
        row["commander"] or "nobody", declared, row["title"],
    ]  # fmt: skip
