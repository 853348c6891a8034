"""Every command of the shell's door by name, and what happens to a word that is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warroom.cli import entries, incidents, manual, output, overview, transfer, trust, upkeep
from warroom.cli.command import Command
from warroom.cli.shell import Shell
from warroom.core.registry import VERBS, find
from warroom.core.text import quoted
from warroom.core.verb import Misused

COMMANDS: Final[dict[str, Command]] = {
    c.words.name: c
    for family in (incidents, entries, transfer, overview, trust, upkeep, manual)
    for c in family.COMMANDS
}


def run(shell: Shell, words: Sequence[str]) -> int:
    """Do what the words say; the exit status.

    Raises:
        Misused, Refused, Trouble, StorageError: it could not be done.
    """
    if shell.options.help:
        return manual.print_help(words[0] if words else "")
    name, tokens = words[0], words[1:]
    if name in COMMANDS:
        return COMMANDS[name].run(shell, tokens)
    if name.lower() in VERBS:
        return act(shell, name, tokens)
    near = [n for n in (*COMMANDS, *VERBS) if n.startswith(name.lower()[:2])] if name[:1].isalpha() else []
    hint = f"did you mean {', '.join(near)}? " if near else ""
    raise Misused(f"there is no command {quoted(name)}; {hint}`warroom --help` lists all")


def act(shell: Shell, name: str, tokens: Sequence[str]) -> int:
    """Do what a verb of the registry says to the incident that is meant."""
    verb = find(name)
    room = shell.room()
    if verb.rewrites:
        tokens = trust.confirmed(verb, room, tokens)
    done = room.act(verb.name, tokens)
    shell.changed(room)
    if shell.options.json:
        output.put_json(
            {"incident": done.incident.id, "events": [e.id for e in done.events], "said": done.said}
        )
    else:
        output.say(done.said)
    return 0
