"""What a person reads when something could not be done: one line, an exit status, and never a traceback.

Exit statuses: 0 done, durable and told; 1 could not be done, nothing changed; 2 wrong usage; 3 an incident file needs repair;
4 saved, but the answer could not be told: doing it again would do it twice. Nothing is imported once something has failed: the
call that failed may be any `open`.
"""

from __future__ import annotations

import os
import sys

from warroom.cli import ack
from warroom.core.clock import BadTime
from warroom.core.language import say
from warroom.core.text import clean
from warroom.storage import crashlog
from warroom.storage.errors import NeedsRepair, StorageError

DONE, NOT_DONE, MISUSED, NEEDS_REPAIR, NOT_TOLD = 0, 1, 2, 3, 4
INTERRUPTED, PIPE_GONE = 130, 141
_SOME = 3
"""So many ids stand in a message."""


class Trouble(Exception):
    """Something that the shell's door itself cannot do. `status` is the exit status."""

    def __init__(self, message: str, status: int = NOT_DONE) -> None:
        super().__init__(message)
        self.status = status


def explain(error: BaseException, *, as_json: bool = False) -> int:
    """Say on standard error what went wrong, in one line, and return the exit status for it."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else DONE
    _stop_printing(error)
    if ack.pending:
        only = say("{saved}; only the answer was not printed: {why}. Do not run it again")
        then = say("{saved}, but then: {why}. Do not run it again")
        said = only if isinstance(error, ack.Untold) else then
        _say(said.format(saved=_saved(), why=_why(error)), NOT_TOLD, as_json)
        return NOT_TOLD
    if isinstance(error, BrokenPipeError) or isinstance(error.__cause__, BrokenPipeError):
        return PIPE_GONE
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    status = _status(error)
    _say(_why(error), status, as_json)
    return status


def _saved() -> str:
    ids = ack.pending
    more = say(" and {count} more", count=len(ids) - _SOME) if len(ids) > _SOME else ""
    return say("saved ({ids})", ids=", ".join(ids[:_SOME]) + more)


def _why(error: BaseException) -> str:
    """What failed, in words. The file that is named is the one that failed: one without a name is never guessed."""
    if isinstance(error, KeyboardInterrupt):
        return say("it was interrupted")
    if isinstance(error, OSError):
        reason = say(error.strerror or str(error) or type(error).__name__)
        return f"{os.fsdecode(error.filename)}: {reason}" if error.filename else reason
    if _foreseen(error):
        return str(error)
    if isinstance(error, MemoryError | RecursionError):
        return say("this computer could not take it ({name})", name=type(error).__name__)
    return crashlog.recorded(error)


def _foreseen(error: BaseException) -> bool:
    return isinstance(error, Trouble | StorageError | BadTime | ack.Untold) or _refused(error) is not None


def _refused(error: BaseException) -> int | None:
    """The status of a verb's refusal; None for anything else."""
    verb = sys.modules.get("warroom.core.verb")
    if verb is None or not isinstance(error, verb.Refused):
        return None
    return MISUSED if isinstance(error, verb.Misused) else NOT_DONE


def _status(error: BaseException) -> int:
    if isinstance(error, Trouble):
        return error.status
    if isinstance(error, NeedsRepair):
        return NEEDS_REPAIR
    if isinstance(error, BadTime):
        return MISUSED
    return _refused(error) or NOT_DONE


def _say(message: str, status: int, as_json: bool) -> None:
    try:
        line = clean(message)
    except ImportError:  # not ASCII, and the module that cleans such text could not be opened
        line = message.encode("ascii", "backslashreplace").decode()
    line = _json(line, status) if as_json else f"warroom: {line}"
    # The message of a full disk or a closed terminal has nowhere to go: the status still tells.
    try:
        if sys.stderr is not None:
            print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        sys.stderr = None


def _json(line: str, status: int) -> str:
    saved = ", ".join(map(_string, ack.pending))
    more = f', "saved": [{saved}]' if status == NOT_TOLD else ""
    return f'{{"error": {_string(line)}, "exit": {status}{more}}}'


def _string(text: str) -> str:
    """A JSON string in ASCII, made without `json`."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isascii() and char.isprintable():
        return char
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def _stop_printing(error: BaseException) -> None:
    """Nothing that is still buffered is written when the interpreter ends: it would fail again, and make the status 120."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        sys.stdout = None
