"""What a person reads when something could not be done: one line, an exit status, and never a traceback."""

from __future__ import annotations

import os
import sys

from warroom.core.text import clean
from warroom.storage import crashlog

DONE, NOT_DONE, MISUSED, NEEDS_REPAIR = 0, 1, 2, 3
INTERRUPTED, PIPE_GONE = 130, 141


class Trouble(Exception):
    """Something that the shell's door itself cannot do. `status` is the exit status."""

    def __init__(self, message: str, status: int = NOT_DONE) -> None:
        super().__init__(message)
        self.status = status


def explain(error: BaseException, *, as_json: bool = False) -> int:
    """Say on standard error what went wrong, in one line, and return the exit status for it."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else DONE
    if isinstance(error, BrokenPipeError):
        _stop_printing()
        return PIPE_GONE
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    status = _status(error)
    message = str(error) if status is not None else crashlog.recorded(error)
    if isinstance(error, OSError):
        message = f"{error.filename or 'standard output'}: {error.strerror or error}"
        _stop_printing()
    _say(message, status or NOT_DONE, as_json)
    return status or NOT_DONE


def _status(error: BaseException) -> int | None:
    """None for what nobody foresaw."""
    from warroom.core.clock import BadTime
    from warroom.storage.errors import NeedsRepair, StorageError

    if isinstance(error, Trouble):
        return error.status
    if isinstance(error, NeedsRepair):
        return NEEDS_REPAIR
    if isinstance(error, StorageError | OSError):
        return NOT_DONE
    if isinstance(error, BadTime):
        return MISUSED
    if "warroom.core.verb" in sys.modules:
        from warroom.core.verb import Misused, Refused

        if isinstance(error, Refused):
            return MISUSED if isinstance(error, Misused) else NOT_DONE
    return None


def _say(message: str, status: int, as_json: bool) -> None:
    line = clean(message)
    if as_json:
        import json

        text = json.dumps({"error": line, "exit": status})
    else:
        text = f"warroom: {line}"
    if sys.stderr is not None:
        # The message of a full disk or a closed terminal has nowhere to go: the status still tells.
        try:
            print(text, file=sys.stderr, flush=True)
        except (OSError, ValueError):
            return


def _stop_printing() -> None:
    """Let nothing that is still buffered be written when the interpreter ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError:
        return
