"""What every part of a report needs at hand: the incident, the moment of writing, the reader's words, who may be named.

The turns of phrase that several parts share stand here, above all how a report says that something was not recorded.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from textwrap import dedent
from typing import Final

import msgspec

from warroom.core.clock import parse_iso
from warroom.core.clock import zone as named_zone
from warroom.core.incident import Incident
from warroom.core.metrics import Metric, Name, metrics
from warroom.core.others import NONE, Others
from warroom.core.rows import Row
from warroom.core.vocabulary import ROLE_NAMES, Milestone, Role
from warroom.reports.document import Block, Bullets, Captured, Paragraph
from warroom.reports.names import Names, RolesOnly
from warroom.reports.reader import Reader

KNOWS_MILESTONE: Final[dict[Milestone, Role]] = {
    "cause_introduced": "sme", "started": "ops", "detected": "ops", "acknowledged": "ops", "declared": "ic",
    "first_update": "comms", "mitigated": "ops", "resolved": "ic",
}  # fmt: skip

# A number or a why stays in its item: `3.` and `Mengapa 3:` say which of them it is.
_INDENTED: Final = ("    ", "\t")
_ITEM: Final = re.compile(
    r"(?P<sign>[-*•–] +|)(?:(?<=[-*•–] )|\d{1,2}[.)] |(?:why|mengapa|kenapa)\b)", re.IGNORECASE
)


class Context(msgspec.Struct, frozen=True):
    """Made once for each report, by `context`."""

    incident: Incident
    now: datetime
    reader: Reader
    names: Names
    metrics: dict[Name, Metric]
    batches: dict[str, tuple[Row, ...]]
    """Rows that came from outside together, by their source: where from and when recorded is said once for all of them."""
    head: str = ""
    """The head of the record, `57:3f9a…`; empty where it is not known."""
    others: Others = NONE
    sole: str = ""
    """The source of all that was logged, where it all came from one; "" else: then each row says whether it did."""

    @property
    def speaks(self) -> datetime:
        """As of when the report speaks: of what is over it says the same whenever it is made, byte for byte."""
        return self.now if self.incident.is_open or not self.incident.last else recorded_until(self.incident)

    def say(self, english: str, /, **places: object) -> str:
        return self.reader.say(english, **places)

    def text(self, text: str) -> str:
        """What a person wrote, with nobody named who must not be."""
        return self.names.text(text)

    def about(self, moment: datetime, precision: str) -> str:
        """A moment with its precision: `~` when it is not exact, the day alone when no more is known."""
        if precision == "date":
            return self.reader.day(self.reader.local(moment).date())
        return f"{'~' if precision == 'about' else ''}{self.reader.moment(moment)}"

    def record(self) -> tuple[str, ...]:
        """What each copy vouches for: the head of the record as it was when this was made; nothing where it is not known."""
        return (self.head,) if self.head else ()

    def role(self, role: Role) -> str:
        """`the Incident Commander (ani)`: the role, and who held it last, where that is known and may be said."""
        name = self.say("the {role}", role=self.say(ROLE_NAMES[role]))
        held = [h.person for h in self.incident.holdings if h.role == role]
        return f"{name} ({held[-1]})" if held and not self.names.hides else name

    def knower(self, role: Role | None) -> str:
        return self.role(role) if role else self.say("everybody who took part")

    def unrecorded(self, role: Role | None) -> str:
        """`not recorded: ask the Incident Commander (ani)`."""
        return self.say("not recorded: ask {who}", who=self.knower(role))


def recorded_until(incident: Incident) -> datetime:
    """When the newest fact was recorded."""
    return parse_iso(incident.last.rpartition(".")[0])


def context(
    incident: Incident,
    now: datetime,
    language: str = "en",
    zone: tzinfo | None = None,
    roles_only: bool = False,
    head: str = "",
) -> Context:
    """`zone`: the reader's, else the incident's own.

    Raises:
        UnknownLanguage: there is no catalogue of that language.
    """
    reader = Reader(language, zone or named_zone(incident.zone))
    names = RolesOnly(incident, reader.say) if roles_only else Names()
    batches, logged = _batches(incident), sum(row.logged for row in incident.rows)
    sole = next((source for source, rows in batches.items() if len(rows) == logged), "")
    return Context(incident, now, reader, names, metrics(incident, now), batches, head, sole=sole)


def _batches(incident: Incident) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in incident.rows:
        if row.source:
            found.setdefault(row.source, []).append(row)
    return {source: tuple(rows) for source, rows in found.items() if len(rows) > 1}


def prose(text: str) -> tuple[Block, ...]:
    """What people wrote, as paragraphs, lists and indented lines.

    An empty line parts paragraphs; line ends within them stay. `- `, a number or a why begins an item. Lines that are indented
    on their own are shown exactly.
    """
    written = _Written()
    for line in text.replace(" ⏎ ", "\n").split("\n"):
        written.take(line)
    written.close()
    return tuple(written.blocks)


class _Written:
    """Blocks as far as the text was read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines: list[str] = []
        self._items: list[str] = []
        self._exact: list[str] = []

    def take(self, whole: str) -> None:
        line = whole.strip()
        if not line:
            self.close()
        elif whole.startswith(_INDENTED) and not self._lines and not self._items:
            self._exact.append(whole.rstrip())
        elif found := _ITEM.match(line):
            if not self._items:
                self.close()
            self._items.append(line[found.end("sign") :].strip())
        elif self._items:
            self._items[-1] += f"\n{line}"
        else:
            if self._exact:
                self.close()
            self._lines.append(line)

    def close(self) -> None:
        """A block ends here."""
        if self._lines:
            self.blocks.append(Paragraph("\n".join(self._lines)))
        if self._items:
            self.blocks.append(Bullets(tuple(self._items)))
        if self._exact:
            self.blocks.append(Captured(dedent("\n".join(self._exact))))
        self._lines, self._items, self._exact = [], [], []
