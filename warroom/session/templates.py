"""What a team's own reports look like: its layout, its style sheet, its page; and giving ours out for it to change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from warroom.core.language import say
from warroom.core.playbook import Texts
from warroom.core.verb import Refused
from warroom.storage.errors import Exists, StorageError, explained
from warroom.storage.library.templates import own_folder, own_text
from warroom.storage.paths import library_folder
from warroom.templates import BLAMELESS, LAYOUT, PAPER, STYLE, shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.reports.layout import Layout

FILES = (LAYOUT, STYLE, PAPER)


class Looks(NamedTuple):
    """What `reports.Wanted` takes of a team's own; empty for what is ours."""

    layout: Layout | None = None
    style: str = ""
    paper: str = ""
    blameless: str = ""


def looks(form: str) -> Looks:
    """What is the team's own in a report of that form. Reads only what the form needs.

    Raises:
        ValueError: a file can't be used; the message says which, and why.
        StorageError: one can't be read.
    """
    if form not in ("markdown", "html", "text", "pdf"):
        return Looks()
    return Looks(
        own_layout(),
        own_style() if form == "html" else "",
        own_text(PAPER) if form == "pdf" else "",
        own_text(BLAMELESS),
    )


def own_layout() -> Layout | None:
    """The team's layout; None when it has none.

    Raises:
        BadLayout: it can't be used.
        StorageError: it can't be read.
    """
    text = own_text(LAYOUT)
    if not text:
        return None
    from warroom.reports.layout import parse  # TOML: only who has one reads any

    return parse(LAYOUT, text)


def own_style() -> str:
    """The team's style sheet for the page; "" when it has none. ValueError when it can't stand in a page."""
    from warroom.reports.htmlform import trusted

    text = own_text(STYLE)
    for wrong in trusted(text):
        raise ValueError(f"{STYLE}: {wrong}")
    return text


def own_parts() -> Mapping[str, Texts]:
    """Parts of the report that are the team's own, for the verb that writes them.

    Raises:
        Refused: the layout can't be used or read; the message says why.
    """
    try:
        found = own_layout()
    except (ValueError, StorageError) as error:
        raise Refused(str(error)) from None
    return {key: dict(own.title) for key, own in found.own.items()} if found else {}


def eject() -> tuple[list[str], list[str]]:
    """Copy ours to where the team's own stand: the paths that were written, and those left as they were.

    Raises StorageError.
    """
    from warroom.reports.layout import standard_text
    from warroom.storage.oslayer import OS
    from warroom.storage.outfile import write
    from warroom.storage.rights import make_folders

    folder = own_folder()
    own_text(LAYOUT)  # which refuses a folder that is none of ours
    with explained(folder, "make the folder"):
        make_folders(folder, OS)
    written, kept = [], []
    for name in FILES:
        path = os.path.join(folder, name)
        text = standard_text() if name == LAYOUT else shipped(name)
        try:
            write(path, text.encode(), library_folder(), force=False)
            written.append(path)
        except Exists:
            kept.append(path)
    return written, kept


def problems() -> list[str]:
    """What is wrong with the team's own files, a line each; empty when all of them can be used."""
    found = []
    for look in (own_layout, own_style, _paper, _blameless):
        try:
            look()
        except (ValueError, StorageError) as error:
            found.append(str(error))
    return found


def _paper() -> None:
    text = own_text(PAPER)
    if text:
        from warroom.reports.pdfform import NoTypst, tried

        try:
            tried(text)
        except NoTypst as error:
            raise ValueError(f"{PAPER}: {say('not looked at: {why}', why=error)}") from None


def _blameless() -> None:
    text = own_text(BLAMELESS)
    if text:
        from warroom.core.blameless import parse

        parse(BLAMELESS, text)
