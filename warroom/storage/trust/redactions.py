"""What the redactions in a log prove: that the text of an entry was taken out, that somebody answers for it, and that nothing
else of the line was changed.

The last is shown by the next event of the same origin, whose `kept` covers all but the text (see `stamp.kept_of`), or by a seal
that holds it. A line from before there was such a digest can show less, and that is said. Pure.
"""

from __future__ import annotations

from warroom.core.language import say
from warroom.storage.errors import shown
from warroom.storage.file import layout
from warroom.storage.file.stamp import kept_of
from warroom.storage.trust.chain import Link
from warroom.storage.trust.redact import KIND, REDACTED, is_about

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from warroom.storage.trust.seals import Seal


class Record:
    """What one redaction says of one line. `was`, `now`: its digests before and after. `by`: the record's own line."""

    __slots__ = ("by", "entry", "now", "sha256", "was")

    def __init__(self, by: Link, entry: object, told: Mapping[str, Any]) -> None:
        self.by, self.entry = by, entry
        self.was, self.now, self.sha256 = str(told.get("was")), str(told.get("now")), str(told.get("sha256"))


class Redactions:
    """`problems`: a line for each that is wrong. `on_record`: the lines that were redacted as they should, with their record.
    `open`: the entries whose text was redacted in another copy and still stands in this one.
    """

    def __init__(self, links: Iterable[Link]) -> None:
        self.problems: list[str] = []
        self.open: list[str] = []
        self.on_record: list[tuple[Link, Record]] = []
        self._links = list(links)
        self._records: dict[str, list[Record]] = {}
        self._entries: dict[str, int] = {}
        for link in self._links:
            if link.kind == KIND:
                self._note(link)
        for link in self._links:
            self._look_at(link)

    def _note(self, link: Link) -> None:
        value = layout.decode(link.raw)
        entry, taken = value.get("entry"), value.get("taken")
        self._entries[str(entry)] = link.line
        for event_id, told in taken.items() if isinstance(taken, dict) else ():
            if isinstance(told, dict):
                self._records.setdefault(event_id, []).append(Record(link, entry, told))

    def _look_at(self, link: Link) -> None:
        records = self._records.get(link.id, [])
        where = f"{say('line {number}', number=link.line)}:"
        if link.was is None:
            if any(record.was in link.names for record in records):
                self.problems.append(
                    say(
                        "{where} the text that was redacted stands here again; redact it once more{command}",
                        where=where,
                        command=_with(link),
                    )
                )
            elif self._still_says(link):
                self.open.append(_entry_of(link))
                self.problems.append(
                    say(
                        "{where} its text was redacted in another copy and still stands here; redact it once "
                        "more{command}",
                        where=where,
                        command=_with(link),
                    )
                )
            elif records:
                self.problems.append(say("{where} it was altered after its redaction", where=where))
            return
        if not records:
            self.problems.append(
                say("{where} its text was taken out, and no redaction of it is in the log", where=where)
            )
            return
        fitting = next((r for r in records if r.was == link.was and r.now in link.names), None)
        wrong = _wrong_with(link, fitting)
        if fitting is None or wrong:
            self.problems.append(f"{where} {wrong}")
            return
        link.names |= {fitting.was}
        self.on_record.append((link, fitting))

    def _still_says(self, link: Link) -> bool:
        """Whether a redaction that came from another file was never carried out in this one.

        An entry may have come after its redaction; a correction that did is of a later day, and none of its business.
        """
        if not self._entries:
            return False
        value = layout.decode(link.raw)
        entry = value.get("entry") if link.kind == "entry.corrected" else value.get("id")
        redacted = self._entries.get(str(entry), 0)
        due = redacted > (link.line if link.kind == "entry.corrected" else 0)
        return due and is_about(value, entry) and value.get("text") != REDACTED

    def against(
        self, places: Mapping[tuple[str, int], Link], seals: Iterable[Seal], sealed: Mapping[str, int]
    ) -> tuple[list[str], list[str]]:
        """What the chain and the seals say to the redactions on record: problems, and what is not proven.

        `places`: the links by origin and n. `seals`: those that count. `sealed`: how far they reach in each origin.
        """
        wrong: list[str] = []
        open_: list[str] = []
        held = {(o, n): seal.rests.get(o) for seal in seals for o, (n, _) in seal.heads.items()}
        late: dict[int, list[int]] = {}
        for link, record in self.on_record:
            follower = places.get((link.origin, link.n + 1))
            told = [
                t
                for t in (held.get((link.origin, link.n)), follower.kept if follower else None)
                if isinstance(t, str)
            ]
            is_sealed = link.n <= sealed.get(link.origin, 0)
            if any(t != _kept(link, record) for t in told):
                wrong.append(
                    say("line {line}: more than its text was changed when it was redacted", line=link.line)
                )
            elif not told or (is_sealed and not _by_a_seal(link, held, sealed)):
                open_.append(
                    say(
                        "line {line}: its text was redacted, on record; that nothing else of it was changed is not shown",
                        line=link.line,
                    )
                )
            if sealed and record.by.n > sealed.get(record.by.origin, 0):
                late.setdefault(record.by.line, []).append(link.line)
        open_ += [
            say(
                "line {by}: the redaction of line {lines} was made after the last seal: none vouches for it",
                by=by,
                lines=", ".join(map(str, lines)),
            )
            for by, lines in late.items()
        ]
        return wrong, open_


def _with(link: Link) -> str:
    """The command for it: what was redacted in another copy is shown without its words, and not found by them."""
    return f": `warroom redact {shown(_entry_of(link))}`"


def _entry_of(link: Link) -> str:
    return str(layout.decode(link.raw).get("entry")) if link.kind == "entry.corrected" else link.id


def still_said(lines: Iterable[bytes]) -> list[str]:
    """The entries of a file whose text was redacted in another copy and still stands in these lines of it, each once."""
    links = [Link(raw, number) for number, raw in enumerate(lines, 1)]
    return list(dict.fromkeys(Redactions(links).open))


def _wrong_with(link: Link, record: Record | None) -> str:
    value = layout.decode(link.raw)
    if record is None:
        return say("it was altered after its redaction")
    if not is_about(value, record.entry):
        return say(
            "what is redacted here is no text of the entry that line {line} names", line=record.by.line
        )
    if value.get("text") != REDACTED:
        return say("it counts as redacted and does not say {redacted}", redacted=REDACTED)
    return ""


def _kept(link: Link, record: Record) -> str:
    try:
        return kept_of(layout.decode(link.raw), record.sha256)
    except ValueError:
        return ""


def _by_a_seal(link: Link, held: Mapping[tuple[str, int], str | None], sealed: Mapping[str, int]) -> bool:
    """Whether what vouches for the rest of a sealed line is sealed itself."""
    return bool(held.get((link.origin, link.n))) or link.n < sealed.get(link.origin, 0)
