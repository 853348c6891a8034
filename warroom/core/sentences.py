"""Pieces of the sentences in which facts say themselves."""

from __future__ import annotations

from collections.abc import Callable

from warroom.core.language import spoken

TYPE_CHECKING = False

if TYPE_CHECKING:
    from warroom.core.envelope import Event
    from warroom.core.incident import Incident

Say = Callable[[str], str]
"""From an English sentence or word to the reader's language: `core.language.say`, or a language of its own for a report."""


def code_of(say: Say) -> str:
    """The code of the language that a reader's `say` speaks."""
    return getattr(say, "code", "") or spoken().code


def whole_sentence(event: Event, incident: Incident, say: Say) -> str:
    """What a fact says, and what follows from it."""
    said, more = event.sentence(incident, say), event.more(incident, say)
    return f"{said}; {more}" if more else said


def because(text: str, why: str) -> str:
    """A sentence and its reason, if there is one."""
    return f"{text}: {why}" if why else text


def shortened(text: str) -> str:
    """A text on one line of at most 60 characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def quote(text: str) -> str:
    """A text in quotation marks, short enough for a sentence."""
    return f"“{shortened(text)}”"
