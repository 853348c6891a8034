"""The shell's door. Imports Textual only for `open`, and as little as possible before the verb is known."""

from __future__ import annotations

import sys

import warroom

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status (see `warroom.cli.failure`)."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if argv is None and sys.getfilesystemencoding() == "ascii":
        _read_as_utf8(arguments)
    # Before anything can fail: when no file can be opened any more, what says so must be here already.
    from warroom.cli import ack, failure

    ack.hush()
    try:
        if arguments[:1] == ["--version"]:
            print(f"warroom {warroom.__version__}", flush=True)
            return 0
        if None in (sys.stdin, sys.stdout, sys.stderr):
            _plug()
        status = _run(arguments)
        ack.flush()
    except BaseException as error:
        status = failure.explain(error, as_json="--json" in arguments)
    if argv is None:
        import gc

        # The process ends here. The interpreter would look through all there is twice more: a fifth of a verb's time.
        gc.freeze()
    return status


def _read_as_utf8(arguments: Sequence[str]) -> None:
    """Start again where Python was told to take every word for ASCII (`PYTHONUTF8=0` and the C locale).

    All that is not would reach the log as question marks: what was typed, and the names of people and files.
    """
    import os

    words = (*arguments, os.environ.get("WARROOM_USER", ""))
    if all(map(str.isascii, words)) or os.environ.get("PYTHONUTF8") != "0":
        return
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _plug() -> None:
    """Fill a standard stream that came closed, or the next file opened gets its number and is taken for it."""
    import os

    while (fd := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(fd)


def _run(arguments: list[str]) -> int:
    import os

    from warroom.core.language import chosen, speak

    speak(chosen(os.environ))
    if (status := _quick(arguments)) is not None:
        return status
    import gc

    if arguments[:1] != ["log"]:  # which may read a pipe for days; the console turns it on again
        gc.disable()
    from warroom.cli.door import run

    return run(arguments)


def _quick(arguments: list[str]) -> int | None:
    """The status of a command that can do without most of the program; None, with nothing done, for any other."""
    if arguments[:1] == ["log"]:
        from warroom.cli import quick

        return quick.log(arguments[1:])
    if arguments[:1] == ["list"]:
        from warroom.cli import listing

        return listing.quick(arguments[1:])
    if arguments[:1] == ["paths"]:
        from warroom.cli import places

        return places.quick(arguments[1:])
    if not arguments and not (sys.stdout and sys.stdout.isatty() and sys.stdin and sys.stdin.isatty()):
        from warroom.cli import listing

        return listing.quick(arguments)
    return None
