"""`warroom log TEXT` at the speed of a bare interpreter: the plainest entry, without msgspec, TinyDB or a fold.

It writes the very line that the full path would (a test holds the two together), and leaves everything that is not plain to
it: another option, another verb's spelling, an incident that only a fold can tell.
"""

from __future__ import annotations

import os

from warroom.cli import ack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from warroom.storage.library.catalogue import Peek

KINDS = ("note", "symptom", "alert", "change", "action", "decision", "diagnosis", "comms", "evidence")
_OPTIONS = ("--incident", "--as", "--kind")


def log(words: Sequence[str]) -> int | None:
    """Log an entry and print its id once it is durable; None, with nothing done, when the words are not plain.

    Raises:
        StorageError: it could not be written; nothing was.
    """
    found = _read(words)
    if found is None:
        return None
    text, told, quiet = found
    path = _path(told.get("--incident") or os.environ.get("WARROOM_INCIDENT", ""))
    if not path:
        return None
    from datetime import UTC, datetime

    from warroom.cli.who import person
    from warroom.core.door import door
    from warroom.storage.file.opentail import OpenTail

    now = datetime.now(UTC)
    entry = entry_fields(text, told.get("--kind", "note"), person(told.get("--as", "")), now)
    entry["via"] = door("shell", os.uname().nodename)
    with OpenTail(path) as file:
        file.when_durable = ack.durable
        file.append([entry], now)
        if quiet:
            ack.hush()
        else:
            ack.tell(entry["id"])
    for notice in file.notices:
        ack.warn(notice)
    _tidy(os.path.dirname(path))
    return 0


def _tidy(folder: str) -> None:
    """What killed writers left is taken away by the next one."""
    from warroom.storage.leftovers import sweep
    from warroom.storage.oslayer import OS

    sweep(OS, folder)


def entry_fields(text: str, kind: str, by: str, now: Any) -> dict[str, Any]:
    """What `core.codec.fields` makes of an `EntryLogged` at its defaults. `text` is clean, `now` aware."""
    from warroom.core.clock import iso, uuid7

    fields = {
        "id": uuid7(now, os.urandom(10)),
        "at": iso(now),
        "by": by,
        "kind": "entry.logged",
        "text": text,
    }
    if kind != "note":
        fields["category"] = kind
    return fields


def _read(words: Sequence[str]) -> tuple[str, dict[str, str], bool] | None:
    """The text, the options and whether to be quiet."""
    from warroom.core.suspicion import suspicious
    from warroom.core.text import clean

    told: dict[str, str] = {}
    said: list[str] = []
    quiet = False
    rest = iter(words)
    for word in rest:
        if word == "--quiet":
            quiet = True
        elif word in _OPTIONS:
            told[word] = next(rest, "")
        elif word.startswith("--") or word == "-h":
            return None
        else:
            said.append(word)
    text = clean(" ".join(said))
    if suspicious(text):
        return None  # what looks like a secret is masked on the full path
    if text[:1] in ("@", "-"):
        return (
            None  # it may begin with its time (`@14:02 text`, `-5m text`), which is the entry line's grammar
        )
    plain = text and said != ["-"] and all(told.values()) and told.get("--kind", "note") in KINDS
    return (text, told, quiet) if plain else None


def _path(part: str) -> str:
    """The file of the incident that is meant, "" when it takes more to know."""
    from warroom.storage.paths import library_folder

    folder = library_folder()
    if part:
        found = _named(folder, part)
    else:
        from warroom.storage.library.catalogue import peek

        found = _only_open(folder, peek(folder))
    return os.path.join(folder, f"{found}.json") if found else ""


def _named(folder: str, part: str) -> str:
    try:
        names = [n[:-5] for n in os.listdir(folder) if n.startswith("INC-") and n.endswith(".json")]
    except OSError:
        return ""
    wanted = part.strip()
    if wanted in names:
        return wanted
    wanted = wanted.upper()
    fitting = [wanted] if wanted in names else [n for n in names if wanted and wanted in n.upper()]
    return fitting[0] if len(fitting) == 1 else ""


def _only_open(folder: str, known: Peek) -> str:
    if known.stale:
        from warroom.storage.library.growth import newest_entry
    running = [i for i, row in known.rows.items() if row.get("open")]
    for incident_id, sign in known.stale.items():
        row = known.outdated.get(incident_id)
        if row is None or newest_entry(os.path.join(folder, f"{incident_id}.json"), row, sign) is None:
            return ""
        if row.get("open"):
            running.append(incident_id)
    return running[0] if len(running) == 1 else ""
