"""What nobody foresaw: its traceback goes into a file that only its owner reads, never to the screen."""

from __future__ import annotations

import errno
import os
import stat as modes

from warroom.core.language import say
from warroom.storage.errors import reason_of
from warroom.storage.oslayer import OS
from warroom.storage.paths import state_folder
from warroom.storage.rights import make_folders, open_or_make


def recorded(error: BaseException) -> str:
    """Keep the traceback in a file of our own, and say in words where it is."""
    import traceback

    said = say("something went wrong inside warroom ({name})", name=type(error).__name__)
    path = error_log()
    text = "".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace")
    try:
        make_folders(os.path.dirname(path), OS)
        fd = open_or_make(OS, path)
        try:
            here = OS.fstat(fd)
            if not modes.S_ISREG(here.st_mode):
                raise OSError(errno.EINVAL, say("no plain file"))
            OS.fchmod(fd, 0o600)
            OS.write_all(fd, text, here.st_size)
        finally:
            OS.close(fd)
    except OSError as problem:
        return say(
            "{said}; its traceback could not be kept in {path} ({reason}); please report it",
            said=said,
            path=path,
            reason=reason_of(problem),
        )
    return say("{said}; the details are in {path}, please report it", said=said, path=path)


def error_log() -> str:
    """Where tracebacks are kept: in the user's state folder."""
    return os.path.join(state_folder(), "error.log")
