"""A report before it has a form: sections of paragraphs, lists and tables, from which every format is rendered.

Texts are plain and not yet made safe; that is the renderer's duty, since only it knows what its reader obeys.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """`note`: the report speaks of itself. `missing`: it says what nobody recorded. `draft`: it was not written by a person."""

    text: str
    style: Literal["", "note", "missing", "draft"] = ""


class Struck(msgspec.Struct, frozen=True, gc=False):
    """Text that no longer stands, and what follows it that does."""

    text: str
    after: str = ""


Cell: TypeAlias = str | Struck


class Bullets(msgspec.Struct, frozen=True):
    items: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """At least one row, each as long as `heads`."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Heading(msgspec.Struct, frozen=True, gc=False):
    """The title of a part of a section."""

    text: str


class Captured(msgspec.Struct, frozen=True, gc=False):
    """Lines to be shown exactly: output, the shared notes."""

    text: str


Block: TypeAlias = Paragraph | Bullets | Table | Heading | Captured


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
