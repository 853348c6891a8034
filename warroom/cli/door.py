"""The full path of a command line, for everything that the quick one leaves alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from warroom.cli import incidents
from warroom.cli.options import split
from warroom.cli.shell import Shell


def run(arguments: Sequence[str]) -> int:
    """Do what a command line says; the exit status.

    Raises:
        Refused, Trouble, StorageError: it could not be done.
    """
    for stream in (sys.stdout, sys.stderr):
        # Whatever the locale: an answer with a sign in it is no reason to fail after the work is done.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options, words = split(arguments)
    shell = Shell(options)
    near = {c.words.name: c for c in incidents.COMMANDS}
    if not options.help:
        # The way into the console loads nothing of the other commands.
        if not words:
            return incidents.home(shell)
        if words[0] in near:
            return near[words[0]].run(shell, words[1:])
    from warroom.cli import commands

    return commands.run(shell, words)
