"""This person's channels and trackers, from `channels.toml` in their settings: read where they are wanted, kept nowhere."""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Mapping

from warroom.core.language import say
from warroom.outreach.channels import BadSettings, Channel, Settings, Tracker, parse
from warroom.storage.errors import NotFound, StorageError, explained, shown
from warroom.storage.oslayer import OS, OsLayer
from warroom.storage.paths import channels_file
from warroom.storage.plain import read_plain

__all__ = ["BadSettings", "Settings", "channels_file", "read_settings", "secret_of"]

_MOST = 256 * 1024


def read_settings(environ: Mapping[str, str] = os.environ, os_layer: OsLayer = OS) -> Settings:
    """What stands there; nothing where there is no file.

    Raises:
        BadSettings: it can't be read, or others may read the secrets in it. One line that says what to do.
    """
    path = channels_file()
    try:
        text = read_plain(path, _MOST, os_layer=os_layer).decode()
        with explained(path, "look at"):
            held = os_layer.stat(path)
    except NotFound as error:
        if environ.get("WARROOM_CHANNELS"):
            raise BadSettings(str(error)) from None
        return Settings()
    except StorageError as error:
        raise BadSettings(str(error)) from None
    except UnicodeDecodeError as error:
        raise BadSettings(
            say("{path}: not UTF-8 at byte {start}; save it as UTF-8", path=shown(path), start=error.start)
        ) from None
    try:
        found = parse(text)
    except BadSettings as error:
        raise BadSettings(f"{shown(path)}: {error}") from None
    if found.has_secrets and modes.S_IMODE(held.st_mode) & 0o077:
        raise BadSettings(
            say(
                "{path}: others may read it ({mode}), and it holds secrets; run: chmod 600 {path}",
                path=shown(path),
                mode=f"{modes.S_IMODE(held.st_mode):04o}",
            )
        )
    if held.st_uid not in (os.geteuid(), 0):
        raise BadSettings(say("{path}: it belongs to somebody else; make one of your own", path=shown(path)))
    return found


def secret_of(held: Channel | Tracker, environ: Mapping[str, str] = os.environ) -> str:
    """The address of a channel, or the token of a tracker.

    Raises:
        BadSettings: the variable that should hold it is not set.
    """
    found = held.secret or environ.get(held.env, "")
    if not found.strip():
        raise BadSettings(say("the variable {variable} is not set", variable=held.env))
    return found.strip()
