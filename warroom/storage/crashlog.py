"""What nobody foresaw: its traceback goes into a file that only its owner reads, never to the screen."""

from __future__ import annotations

import os

from warroom.storage.paths import state_folder


def recorded(error: BaseException) -> str:
    """Keep the traceback in a file of our own, and say in words where it is."""
    import traceback

    said = f"something went wrong inside warroom ({type(error).__name__})"
    path = error_log()
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.writelines(traceback.format_exception(error))
    except OSError as problem:
        return f"{said}; its traceback could not be kept in {path} ({problem.strerror}); please report it"
    return f"{said}; the details are in {path}, please report it"


def error_log() -> str:
    """Where tracebacks are kept: in the user's state folder."""
    return os.path.join(state_folder(), "error.log")
