"""Where the library stands on this computer. Computed here: importing a library for it would slow every start."""

from __future__ import annotations

import os
import sys


def library_folder() -> str:
    """`$WARROOM_HOME`, else the user's data folder of this platform. It need not exist."""
    home = os.environ.get("WARROOM_HOME", "")
    if home:
        return os.path.abspath(os.path.expanduser(home))
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/warroom")
    base = os.environ.get("XDG_DATA_HOME", "")
    # The specification says that a relative folder here is to be ignored.
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.local/share"), "warroom")


def state_folder() -> str:
    """Where this user's half-typed lines and the tracebacks are kept, for whichever library. It need not exist."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return os.path.join(state if os.path.isabs(state) else os.path.expanduser("~/.local/state"), "warroom")


def config_folder() -> str:
    """Where this user's own settings are kept, for whichever library. It need not exist."""
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return os.path.join(config if os.path.isabs(config) else os.path.expanduser("~/.config"), "warroom")


def channels_file() -> str:
    """Where this user's channels and trackers stand: `$WARROOM_CHANNELS`, else in their settings. It need not exist."""
    told = os.environ.get("WARROOM_CHANNELS", "")
    return (
        os.path.abspath(os.path.expanduser(told)) if told else os.path.join(config_folder(), "channels.toml")
    )
