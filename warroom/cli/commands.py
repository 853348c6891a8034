"""Every command of the shell's door by name, and what happens to a word that is none. A command is imported when it is named."""

from __future__ import annotations

from importlib import import_module

from warroom.cli.failure import MISUSED, Trouble
from warroom.core.language import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.cli.command import Command
    from warroom.cli.shell import Shell

FAMILIES = {
    "incidents": ("declare", "open", "demo", "list", "show"),
    "entries": ("log",),
    "transfer": ("export",),
    "importing": ("import",),
    "overview": ("follow-ups", "stats"),
    "trust": ("verify", "seal"),
    "upkeep": ("repair", "paths"),
    "manual": ("help",),
}
"""Which module of `warroom.cli` has which commands, in the order of the manual. A test holds the modules to it."""
_HOME = {name: family for family, names in FAMILIES.items() for name in names}


def find(name: str) -> Command | None:
    """The command of that name, None when there is none."""
    if name not in _HOME:
        return None
    commands: Sequence[Command] = import_module(f"warroom.cli.{_HOME[name]}").COMMANDS
    return next(c for c in commands if c.words.name == name)


def every() -> list[Command]:
    """All of them."""
    return [c for family in FAMILIES for c in import_module(f"warroom.cli.{family}").COMMANDS]


def run(shell: Shell, words: Sequence[str]) -> int:
    """Do what the words say; the exit status.

    Raises:
        Misused, Refused, Trouble, StorageError: it could not be done.
    """
    if shell.options.help:
        from warroom.cli import manual

        return manual.print_help(shell, words[0] if words else "")
    if not words:
        from warroom.cli import incidents

        return incidents.home(shell)
    if shell.options.key and words[0] in _HOME and words[0] != "log":
        raise Trouble(
            say("--idempotency-key goes with log and the verbs, not with {name}", name=words[0]), MISUSED
        )
    if command := find(words[0]):
        return command.run(shell, words[1:])
    from warroom.cli import acts

    return acts.run(shell, words[0], words[1:])
