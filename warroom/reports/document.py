"""A report before it has a form: sections of paragraphs, lists and tables, from which every format is rendered.

Texts are plain and not yet made safe; that is the renderer's duty, since only it knows what its reader obeys.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from warroom.core.vocabulary import Level, Role


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """`note`: the report speaks of itself. `missing`: it says what nobody recorded. `draft`: it was not written by a person."""

    text: str
    style: Literal["", "note", "missing", "draft"] = ""


class Struck(msgspec.Struct, frozen=True, gc=False):
    """Text that no longer stands, and what follows it that does."""

    text: str
    after: str = ""


class Linked(msgspec.Struct, frozen=True, gc=False):
    """A cell with what supports it: label and address of each link."""

    cell: str | Struck
    links: tuple[tuple[str, str], ...]


Cell: TypeAlias = str | Struck | Linked


class Bullets(msgspec.Struct, frozen=True):
    items: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """At least one row, each as long as `heads`. `log`: one row after another in time, the moment first."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    style: Literal["", "log"] = ""


class Heading(msgspec.Struct, frozen=True, gc=False):
    """The title of a part of a section."""

    text: str


class Captured(msgspec.Struct, frozen=True, gc=False):
    """Lines to be shown exactly: output, the shared notes."""

    text: str


class Span(msgspec.Struct, frozen=True):
    """A stretch of time in a drawing, with the words for it. `level`: how hard it hit, "" where that is not the question."""

    label: str
    starts: datetime
    ends: datetime
    words: str
    level: Level | Literal[""] = ""


class Lane(msgspec.Struct, frozen=True):
    label: str
    spans: tuple[Span, ...]


class Chart(msgspec.Struct, frozen=True):
    """Lanes of time under each other, to be drawn where that can be done. It says nothing that no table says too."""

    title: str
    lanes: tuple[Lane, ...]
    starts: datetime
    ends: datetime
    first: str
    """The words for the beginning and the end."""
    last: str


class Missing(msgspec.Struct, frozen=True):
    """What nobody recorded, in the reader's language, and which role could know; None for everybody who took part."""

    what: str
    who: Role | None


Block: TypeAlias = Paragraph | Bullets | Table | Heading | Captured | Chart
Piece: TypeAlias = Block | Missing
"""What a section is built of. What is missing is gathered in one list; no section prints it."""


def settled(pieces: Iterable[Piece]) -> tuple[tuple[Block, ...], tuple[Missing, ...]]:
    """What there is, without the headings that have nothing under them, and what is missing."""
    there: list[Block] = []
    missing: list[Missing] = []
    for piece in pieces:
        if isinstance(piece, Missing):
            missing.append(piece)
            continue
        if isinstance(piece, Heading) and there and isinstance(there[-1], Heading):
            there.pop()
        there.append(piece)
    if there and isinstance(there[-1], Heading):
        there.pop()
    return tuple(there), tuple(missing)


class Section(msgspec.Struct, frozen=True):
    """`key` names it for programs, in every language."""

    key: str
    title: str
    blocks: tuple[Block, ...]


class Document(msgspec.Struct, frozen=True):
    title: str
    facts: tuple[tuple[str, str], ...]
    """What a reader wants to know first: label and value."""
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """KeyError when the report has no such section."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
