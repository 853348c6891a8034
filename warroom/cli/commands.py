"""What a command line comes to: help, the home screen, a command, or a verb of the registry."""

from __future__ import annotations

from warroom.cli.failure import MISUSED, Trouble
from warroom.cli.table import HOME, find
from warroom.core.language import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.cli.shell import Shell


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
    if shell.options.key and words[0] in HOME and words[0] not in ("log", "handover"):
        raise Trouble(
            say("--idempotency-key goes with log and the verbs, not with {name}", name=words[0]), MISUSED
        )
    if command := find(words[0]):
        return command.run(shell, words[1:])
    from warroom.cli import acts

    return acts.run(shell, words[0], words[1:])
