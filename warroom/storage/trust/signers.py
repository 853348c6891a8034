"""Whose keys count: a list in the form of ssh-keygen(1), and how far the place where it lies can be trusted.

A list beside the log can be written by whoever may write the log. One's own list, outside of the library, cannot: where there
is one it alone decides.
"""

from __future__ import annotations

import os
import stat as modes

from warroom.core.language import say
from warroom.storage.errors import shown
from warroom.storage.oslayer import OS, READ
from warroom.storage.paths import config_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.oslayer import OsLayer

SIGNERS = "allowed_signers"
VARIABLE = "WARROOM_SIGNERS"
_MOST = 1024 * 1024


class Signers:
    """`lines`: the list. `where`: what it is called. `words`: that, with what its place is worth. `own`: it is one's own."""

    __slots__ = ("lines", "own", "where", "words")

    def __init__(self, lines: bytes, where: str, words: str, own: bool) -> None:
        self.lines, self.where, self.words, self.own = lines, where, words, own


def own_list() -> str:
    """Where this user's own list is, or would be: `$WARROOM_SIGNERS`, else beside the user's other settings."""
    told = os.environ.get(VARIABLE, "")
    return os.path.abspath(os.path.expanduser(told)) if told else os.path.join(config_folder(), SIGNERS)


def signers_for(path: str, os_layer: OsLayer = OS) -> Signers | None:
    """The list that counts for an incident file: one's own, else the team's beside it; None when there is neither.

    Raises `OSError` when it cannot be read.
    """
    own, folder = own_list(), os.path.dirname(os.path.abspath(path))
    found = _read(own, os_layer)
    if found is not None and os.path.dirname(own) != folder:
        lines, here = found
        if here.st_uid in (os.getuid(), 0) and not here.st_mode & (modes.S_IWGRP | modes.S_IWOTH):
            return Signers(lines, shown(own), say("your own list ({own})", own=shown(own)), True)
        return Signers(lines, shown(own), say("{own}, which others may write", own=shown(own)), False)
    found = _read(os.path.join(folder, SIGNERS), os_layer)
    if found is None:
        return None
    return Signers(
        found[0],
        SIGNERS,
        say("{file} beside the log, which whoever may write there can change", file=SIGNERS),
        False,
    )


def _read(name: str, osl: OsLayer) -> tuple[bytes, os.stat_result] | None:
    try:
        fd = osl.open(name, READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        here = osl.fstat(fd)
        return osl.read_span(fd, 0, min(_MOST, here.st_size)), here
    finally:
        osl.close(fd)
