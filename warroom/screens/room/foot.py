"""What stands in the entry line and in the last line of the room before anything is typed."""

from __future__ import annotations

from typing import Final

from warroom.core.language import later, say
from warroom.views.lines import Line, Signs

DRAFT_BACK: Final = later("your half-typed line is back")


def typing_keys() -> Line:
    """The keys that work while the entry line has the focus."""
    return (("Tab", "key"), (f" {say('panes')}  ", "dim"), ("F1", "key"), (f" {say('help')} ", "dim"))


def prompt(signs: Signs) -> Line:
    """Before the entry line."""
    return ((f"{signs.prompt} ", "accent"),)


def placeholder(signs: Signs) -> str:
    """What an empty entry line says."""
    says = (say("type to log"), say("@14:02 or -5m first to backdate"), "/verb", say("Esc to the panes"))
    return f" {signs.separator} ".join(says)
