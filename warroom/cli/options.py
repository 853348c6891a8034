"""The options that every command takes, before or after its name."""

from __future__ import annotations

from warroom.cli.failure import MISUSED, Trouble
from warroom.core.language import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

VALUED = {
    "--incident": ("ID", "which incident (any unique part of its id)"),
    "--as": ("PERSON", "who acts"),
    "--idempotency-key": (
        "KEY",
        "for scripts that retry: the same key again writes nothing and answers the same",
    ),
    "--zone": ("ZONE", "the zone of times that name none (UTC, WIB, Asia/Jakarta)"),
}
SWITCHES = {
    "--json": "answer in JSON",
    "--plain": "plain text, for people without colour",
    "--help": "how it is used",
}


class Options:
    """What was said for every command. Empty: not said."""

    __slots__ = ("help", "incident", "json", "key", "person", "plain", "zone")

    def __init__(
        self,
        *,
        incident: str = "",
        key: str = "",
        person: str = "",
        zone: str = "",
        json: bool = False,
        plain: bool = False,
        help: bool = False,
    ) -> None:
        self.incident, self.key, self.person, self.zone = incident, key, person, zone
        self.json, self.plain, self.help = json, plain, help


_FIELD = {"--as": "person", "--idempotency-key": "key"}


def split(arguments: Sequence[str]) -> tuple[Options, list[str]]:
    """The common options, and the words that are left. Behind `--` everything is a word.

    Raises:
        Trouble: an option lacks its value.
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
                raise Trouble(
                    say("{name} needs a value: {help}", name=name, help=say(VALUED[name][1])), MISUSED
                )
            found[_FIELD.get(name, name[2:])] = value
        elif word in SWITCHES or word == "-h":
            found["help" if word == "-h" else word[2:]] = True
        else:
            words.append(word)
    return Options(**found), words  # type: ignore[arg-type]
