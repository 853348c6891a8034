"""What a command of the shell is, beside the verbs of the registry; its words are read like a verb's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from typing import NamedTuple

from warroom.cli.shell import Shell
from warroom.core.arguments import PARSERS, read
from warroom.core.incident import Incident
from warroom.core.verb import Arg, Circumstance, Given, Verb
from warroom.session.wallclock import wall_clock


class Command(NamedTuple):
    """One command. `words` declares its name, arguments and help in the registry's own terms."""

    words: Verb
    run: Callable[[Shell, Sequence[str]], int]
    """Do it with the words behind its name; the exit status."""


def command(name: str, help: str, run: Callable[[Shell, Given], int], *args: Arg) -> Command:
    """A command that gets its words read."""
    words = Verb(name, "room", help, _no_facts, args)

    def reading(shell: Shell, tokens: Sequence[str]) -> int:
        given = Circumstance(shell.person, wall_clock(), UTC, str)
        return run(shell, read(words, tokens, Incident(), given, _PARSERS))

    return Command(words, reading)


def _no_facts(_incident: Incident, _given: Given) -> tuple[()]:
    return ()


_PARSERS = {**PARSERS, "path": lambda raw, _incident, _given: raw}
