"""A team's own keys: `keys.toml` beside its incidents, a file that anybody in the team may have put there."""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import NotFound, StorageError
from warroom.storage.plain import read_plain

_MOST = 64 * 1024


def keymap_text(library: str | os.PathLike[str]) -> tuple[str, str]:
    """What stands in it, "" where there is none, and one line that says why it can't be read, "" when it can."""
    try:
        return read_plain(os.path.join(library, "keys.toml"), _MOST).decode(), ""
    except NotFound:
        return "", ""
    except StorageError as error:
        return "", str(error)
    except UnicodeDecodeError as error:
        return "", say("keys.toml: not UTF-8 at byte {start}; save it as UTF-8", start=error.start)
