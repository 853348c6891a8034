"""The shell's door. Imports Textual only for `open`, and as little as possible before the verb is known."""

from __future__ import annotations

import sys

import warroom

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status (0 done, 1 not done, 2 wrong usage, 3 needs repair)."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        if None in (sys.stdin, sys.stdout, sys.stderr):
            _plug()
        status = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except BaseException as error:
        from warroom.cli.failure import explain

        return explain(error, as_json="--json" in arguments)


def _plug() -> None:
    """Fill a standard stream that came closed, or the next file opened gets its number and is taken for it."""
    import os

    while (fd := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(fd)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["--version"]:
        print(f"warroom {warroom.__version__}")
        return 0
    import os

    from warroom.core.language import chosen, speak

    speak(chosen(os.environ))
    if arguments[:1] == ["log"]:
        from warroom.cli import quick

        if (status := quick.log(arguments[1:])) is not None:
            return status
    import gc

    if arguments[:1] != ["log"]:  # which may read a pipe for days; the console turns it on again
        gc.disable()
    from warroom.cli.door import run

    return run(arguments)
