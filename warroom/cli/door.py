"""The full path of a command line, for everything that the quick one leaves alone."""

from __future__ import annotations

import sys
from types import ModuleType

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
    """msgspec without two modules that it can do without: a quarter of its import.

    It prefers typing_extensions, which brings `inspect`, to `typing`; and `uuid`, which it brings, asks `platform` for the
    name of the system, which `sys` knows. The price: while this import lasts, nobody else can import either.
    """
    names = ("typing_extensions", "platform")
    if "msgspec" in sys.modules or not sys.modules.keys().isdisjoint(names):
        return
    system = ModuleType("platform")
    system.system = lambda: "Linux" if sys.platform == "linux" else sys.platform  # type: ignore[attr-defined]
    sys.modules.update(zip(names, (None, system), strict=True))  # type: ignore[arg-type]
    try:
        import msgspec  # noqa: F401
    finally:
        for name in names:
            del sys.modules[name]
