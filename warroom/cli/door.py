"""The full path of a command line, for everything that the quick one leaves alone."""

from __future__ import annotations

import sys

from warroom.cli.options import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


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
    _import_msgspec()
    from warroom.cli import commands
    from warroom.cli.shell import Shell

    return commands.run(Shell(options), words)


def _import_msgspec() -> None:
    """msgspec without typing_extensions, which it prefers to `typing` and which brings `inspect`: a fifth of its import.

    The price: while this import lasts, nobody else can import typing_extensions.
    """
    name = "typing_extensions"
    if name in sys.modules or "msgspec" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules[name]
