"""Half-typed lines and texts as a screen wants them: at once, and on disk soon after.

What a person left is read on the thread that opens the incident. From then on it stands in memory; the copies on disk are
written by a thread of their own, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from warroom.core.vocabulary import SECTIONS
from warroom.session.errands import Errands
from warroom.storage.library.drafts import Drafts


def held_id(incident_id: str) -> str:
    """The id of the draft that the lines above the entry field are, see `as_text`."""
    return f"{incident_id}.held"


def as_text(lines: Sequence[str]) -> str:
    """Whole lines, each of which may have line ends of its own, as one draft; "" for none."""
    return msgspec.json.encode(lines).decode() if lines else ""


def told_lines(text: str) -> list[str]:
    """Back from `as_text`; none from a draft that is damaged."""
    try:
        return msgspec.json.decode(text, type=list[str]) if text else []
    except msgspec.MsgspecError:
        return []


def names(incident_id: str, own: Iterable[str] = ()) -> Iterable[str]:
    """The ids of all drafts that one incident may have: the line, those above it, the notes, and each part of the report."""
    return (
        incident_id,
        held_id(incident_id),
        f"{incident_id}.pad",
        *(f"{incident_id}.{section}" for section in dict.fromkeys((*SECTIONS, *own))),
    )


def _fit_to_keep(draft_id: str, text: str) -> str:
    """The draft without the secrets in it: on disk it stands like an entry, and is masked like one."""
    from warroom.core.secrets import mask

    if not draft_id.endswith(held_id("")):
        return mask(text).text
    return as_text([mask(line).text for line in told_lines(text)])


class KeptDrafts:
    """The drafts of one console."""

    def __init__(self, library: Path) -> None:
        self._disk = Drafts(library)
        self._texts: dict[tuple[str, str], str] = {}
        self._errands = Errands("drafts")

    def fetch(self, incident_id: str, person: str, own: Iterable[str] = ()) -> None:
        """Read what was left of an incident; `own` has the parts of its report. Asks the disk: not for the screen's thread."""
        for name in names(incident_id, own):
            self._texts.setdefault((name, person), self._disk.load(name, person))

    def fetch_one(self, draft_id: str, person: str) -> None:
        """Read one draft that `fetch` does not know of. Asks the disk: not for the screen's thread."""
        self._texts.setdefault((draft_id, person), self._disk.load(draft_id, person))

    def load(self, draft_id: str, person: str) -> str:
        """The draft, "" when there is none or it was not fetched."""
        return self._texts.get((draft_id, person), "")

    def save(self, draft_id: str, person: str, text: str) -> None:
        """Keep a draft; an empty one is forgotten."""
        if text != self._texts.get((draft_id, person)):
            self._texts[draft_id, person] = text
            self._errands.put(lambda: self._disk.save(draft_id, person, _fit_to_keep(draft_id, text)))

    def clear(self, draft_id: str, person: str) -> None:
        self.save(draft_id, person, "")

    def finish(self, seconds: float = 2.0) -> bool:
        """Wait until all is on disk; False when that takes longer."""
        return self._errands.finish(seconds)
