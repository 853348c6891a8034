"""The terminal's bell and its desktop notifications (OSC 9, OSC 777), for whoever asked for them in their settings.

What is said is text from outside, names of people above all: it is cut to plain printable characters before it comes near an
escape sequence, so that nothing in it can end the sequence or begin another. No terminal says whether it showed anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from warroom.core.text import for_terminal

Way = Literal["", "auto", "osc9", "osc777"]
BELL: Final = "\a"
_MOST: Final = 160
"""Characters: a notification is one or two lines."""
_NINE: Final = frozenset({"iTerm.app", "WarpTerminal"})
"""Terminals (`TERM_PROGRAM`) that know OSC 9 only; the others that know anything know OSC 777."""


class Reminders(NamedTuple):
    """What a person wants to hear and see of what waits; nothing unless they asked."""

    bell: bool = False
    desktop: Way = ""
    amber: bool = False
    """Already when it is amber, not only when it is red."""

    @property
    def wanted(self) -> bool:
        return self.bell or bool(self.desktop)


def harmless(text: str) -> str:
    """One line of printable characters without a semicolon, which parts the fields of a notification."""
    flat = " ".join(for_terminal(text).replace(";", ",").split())
    return "".join(c for c in flat if c.isprintable())[:_MOST]


def sequence(title: str, text: str, reminders: Reminders, environ: Mapping[str, str]) -> str:
    """What the terminal is sent; "" for nothing."""
    out = BELL if reminders.bell else ""
    if not reminders.desktop:
        return out
    nine = reminders.desktop == "osc9" or (
        reminders.desktop == "auto" and environ.get("TERM_PROGRAM", "") in _NINE
    )
    name, said = harmless(title), harmless(text)
    # OSC 9 with a digit first is another command (the progress of ConEmu): our own word stands before it.
    notice = (
        f"\x1b]9;warroom {name}: {said}\x1b\\" if nine else f"\x1b]777;notify;warroom {name};{said}\x1b\\"
    )
    return out + _through(notice, environ)


def _through(notice: str, environ: Mapping[str, str]) -> str:
    """tmux (with `allow-passthrough on`) and GNU screen hand on what is wrapped for them."""
    if environ.get("TMUX"):
        return "\x1bPtmux;" + notice.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environ.get("STY"):
        # Its string would end at the first terminator of two characters: the bell ends a notification as well.
        return f"\x1bP{notice[:-2]}{BELL}\x1b\\"
    return notice
