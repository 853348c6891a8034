"""What a console stands in: the library's front desk, the person's keys, signs and language. Known before Textual is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from warroom.core.language import spoken
from warroom.screens.context import Context
from warroom.screens.keys import read_keymap
from warroom.session.front import Front
from warroom.session.keysfile import keymap_text
from warroom.session.settings import read_reminders
from warroom.views.lines import ASCII, UTF8, Signs


def signs_for(environ: Mapping[str, str]) -> Signs:
    """ASCII signs where the locale can't be trusted with more, or when asked for."""
    if environ.get("WARROOM_ASCII"):
        return ASCII
    named = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return UTF8 if "utf" in named.lower() else ASCII


def make_context(library: Path, person: str, zone: str) -> Context:
    """The console's surroundings."""
    text, problem = keymap_text(library)
    keymap, troubles = read_keymap(text) if text else ({}, [])
    if problem:
        troubles = [problem]
    reminders, wrong = read_reminders()
    return Context(
        front=Front(Path(library), person, zone),
        signs=signs_for(os.environ),
        language=spoken().code,
        keymap=keymap,
        troubles=(*troubles, *wrong),
        reminders=reminders,
    )
