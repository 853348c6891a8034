"""This person's settings of the console: `settings.toml` where their settings are. Nothing in it is needed, nor is the file."""

from __future__ import annotations

import os
from typing import Any, Final

from warroom.core.language import say
from warroom.core.text import quoted
from warroom.outreach.alarm import Reminders, sequence
from warroom.storage.errors import NotFound, StorageError
from warroom.storage.paths import config_folder
from warroom.storage.plain import read_plain

__all__ = ["Reminders", "alarm", "read_reminders", "settings_file"]

NAME: Final = "settings.toml"
_MOST: Final = 64 * 1024
_DESKTOP: Final = {True: "auto", False: "", "osc9": "osc9", "osc777": "osc777"}
_FROM: Final = {"amber": True, "red": False}


def settings_file() -> str:
    """Where they stand; it need not be there."""
    return os.path.join(config_folder(), NAME)


def alarm(title: str, text: str, reminders: Reminders) -> str:
    """What the terminal is sent for something that has begun to wait."""
    return sequence(title, text, reminders, os.environ)


def read_reminders() -> tuple[Reminders, list[str]]:
    """What is asked for, and one line for each thing that can't be used, which is as if it were not there."""
    try:
        text = read_plain(settings_file(), _MOST).decode()
    except NotFound:
        return Reminders(), []
    except StorageError as error:
        return Reminders(), [str(error)]
    except UnicodeDecodeError as error:
        return Reminders(), [
            say("{path}: not UTF-8 at byte {start}; save it as UTF-8", path=NAME, start=error.start)
        ]
    return reminders_in(text)


def reminders_in(text: str) -> tuple[Reminders, list[str]]:
    """What a `[reminders]` table asks for: `bell = true`, `desktop = true | "osc9" | "osc777"`, `from = "amber" | "red"`."""
    import tomllib  # most people have no such file

    try:
        table = tomllib.loads(text).get("reminders", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Reminders(), [say("{path}: not TOML: {error}", path=NAME, error=quoted(str(error)))]
    if not isinstance(table, dict):
        return Reminders(), [
            say("{path}: [reminders] is no table; write [reminders] and below it bell = true", path=NAME)
        ]
    wrong = [
        say(
            "{path}: reminders.{key} is not known; there are bell, desktop and from",
            path=NAME,
            key=quoted(str(key)),
        )
        for key in table
        if key not in ("bell", "desktop", "from")
    ]
    bell = _one_of(table, "bell", {True: True, False: False}, "true", wrong)
    desktop = _one_of(table, "desktop", _DESKTOP, 'true, "osc9"', wrong)
    amber = _one_of(table, "from", _FROM, '"red", "amber"', wrong)
    return Reminders(bool(bell), desktop or "", bool(amber)), wrong


def _one_of(table: dict[str, Any], key: str, known: dict[Any, Any], examples: str, wrong: list[str]) -> Any:
    """What a key says; None where it says nothing, or nothing that can be used, which is told."""
    if key not in table:
        return None
    value = table[key]
    if isinstance(value, bool | str) and value in known:
        return known[value]
    wrong.append(
        say("{path}: reminders.{key} must be one of: {examples}", path=NAME, key=key, examples=examples)
    )
    return None
