"""What stands in the entry line and in the last line of the room before anything is typed, and what waits there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from warroom.core.language import later, say
from warroom.core.nudges import Nudge, foremost
from warroom.core.verb import Verb
from warroom.screens.keys import hinted, hints, key_of
from warroom.screens.room.look import Look
from warroom.screens.subject import Chosen
from warroom.views.lines import Line, Signs
from warroom.views.waiting import quiet_line

if TYPE_CHECKING:
    from warroom.screens.room.part import Part

DRAFT_BACK: Final = later("your half-typed line is back")


def typing_keys() -> tuple[Line, ...]:
    """The keys that work while the entry line has the focus."""
    return ((("Tab", "key"), (f" {say('panes')}  ", "dim")), (("F1", "key"), (f" {say('help')} ", "dim")))


def row_keys(part: Part, off: Callable[[Sequence[Verb], Chosen], Mapping[str, str]]) -> tuple[Line, ...]:
    """The keys of a pane for its selected row. `off` says why some of the verbs cannot be done to it."""
    picked = part.subject()
    shut = off(hinted(part.NAME, picked.sort), picked)
    return hints(part.NAME, part.look.keymap, picked.sort, part.enter(), shut)


def prompt(signs: Signs) -> Line:
    """Before the entry line."""
    return ((f"{signs.prompt} ", "accent"),)


def placeholder(signs: Signs) -> str:
    """What an empty entry line says."""
    says = (say("type to log"), say("@14:02 or -5m first to backdate"), "/verb", say("Esc to the panes"))
    return f" {signs.separator} ".join(says)


def first_of(look: Look) -> Nudge | None:
    """What the quiet line says now, to the person at this console."""
    return foremost(look.incident, look.now, look.person)


def line_of(look: Look, nudge: Nudge | None, width: int) -> Line:
    """The quiet line in at most `width` cells."""
    deal, later = (key_of(name, look.keymap) for name in ("room.deal", "verb.snooze"))
    return quiet_line(nudge, deal, later, width, look.signs)
