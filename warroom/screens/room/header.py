"""The lines above the panes: the header, the line *now*, an offer that waits for an answer, and the tabs of a narrow terminal."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.incident import Offer
from warroom.core.language import say
from warroom.core.vocabulary import ROLE_NAMES
from warroom.screens.keys import key_of
from warroom.screens.room.look import Look
from warroom.screens.room.part import Part
from warroom.session.room import Saved
from warroom.views.header import SaveState, header
from warroom.views.lines import Line, Span, crop, line_cells
from warroom.views.now import now_line


def header_of(look: Look, saved: Saved, *, busy: bool, width: int) -> tuple[Line, Line]:
    """The two ends of the header."""
    state: SaveState = "saving" if busy and saved.state == "saved" else saved.state
    return header(look.incident, look.now, look.zone, width, saved=state, why=saved.why, signs=look.signs)


def now_of(look: Look, width: int) -> Line:
    """The line *now*."""
    decision = look.decisions[-1] if look.decisions else None
    return now_line(look.incident, decision, look.now, look.zone, width, look.signs)


def offered(look: Look) -> Offer | None:
    """What waits for the answer of the person at this console; the newest first."""
    return next((o for o in reversed(look.incident.offers) if o.to == look.person), None)


def offer_line(look: Look, width: int) -> Line:
    """Who hands what over, the keys to answer, and the brief as far as it fits."""
    accept, decline = (key_of(name, look.keymap) for name in ("room.accept", "room.decline"))
    offer = offered(look)
    if offer is None:
        return ()
    role = say(ROLE_NAMES[offer.role])
    head: Span = (" " + say("{giver} hands you {role}", giver=offer.by, role=role) + " ", "status")
    keys: Line = (
        ("  ", ""),
        (accept, "key"),
        (f" {say('accept')}  ", ""),
        (decline, "key"),
        (f" {say('decline')} ", ""),
    )
    brief = " ".join(offer.brief.split())
    room = width - line_cells((head, *keys)) - 2
    if brief and room > 8:
        return (head, (f"  {crop(brief, room, look.signs.more)}", "bold"), *keys)
    return (head, *keys)


def tabs(parts: Sequence[Part], shown: str, width: int) -> Line:
    """The panes by number and title, and what each must say although it is not seen; the one that is shown stands out.

    What does not fit gives way: first the space round them, then the titles of those that are not shown.
    """
    for space, titles in ((" ", True), ("", True), ("", False)):
        spans: list[Span] = []
        for number, part in enumerate(parts, 1):
            here = shown == part.NAME
            first, *marks = part.tab()
            name = first[0] if titles or here else first[0].removeprefix(say(part.TITLE)).strip()
            spans += [(f"{space}{number} {name}", "status" if here else "dim")]
            spans += [(text, "status" if here and style == "dim" else style) for text, style in marks]
            spans += [(space, "status" if here else ""), (" ", "")]
        if line_cells(tuple(spans)) - 1 <= width:
            break
    return tuple(spans)
