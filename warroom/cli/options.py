"""The options that every command takes, before or after its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from warroom.core.verb import Misused

VALUED: Final = {
    "--incident": ("ID", "which incident (any unique part of its id)"),
    "--as": ("PERSON", "who acts"),
    "--zone": ("ZONE", "the zone of times that name none (UTC, WIB, Asia/Jakarta)"),
}
SWITCHES: Final = {
    "--json": "answer in JSON",
    "--plain": "plain text, for people without colour",
    "--help": "how it is used",
}


class Options(NamedTuple):
    """What was said for every command. Empty: not said."""

    incident: str = ""
    person: str = ""
    zone: str = ""
    json: bool = False
    plain: bool = False
    help: bool = False


_FIELD: Final = {"--as": "person"}


def split(arguments: Sequence[str]) -> tuple[Options, list[str]]:
    """The common options, and the words that are left. Behind `--` everything is a word.

    Raises:
        Misused: an option lacks its value.
    """
    found: dict[str, str | bool] = {}
    words: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            return Options(**found), [*words, word, *rest]  # type: ignore[arg-type]
        name, equals, value = word.partition("=")
        if name in VALUED:
            if not equals:
                value = next(rest, "")
            if not value:
                raise Misused(f"{name} needs a value: {VALUED[name][1]}")
            found[_FIELD.get(name, name[2:])] = value
        elif word in SWITCHES or word == "-h":
            found["help" if word == "-h" else word[2:]] = True
        else:
            words.append(word)
    return Options(**found), words  # type: ignore[arg-type]
