"""`warroom paths`: where everything is, and who you are here. Light: it needs neither a room nor a verb."""

from __future__ import annotations

import os

from warroom.cli import output, who
from warroom.storage.crashlog import error_log
from warroom.storage.library.people import people_file
from warroom.storage.paths import channels_file, config_folder, library_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SWITCHES = ("--json", "--plain")


def quick(words: Sequence[str]) -> int | None:
    """Say where everything is; None, with nothing done, when the words ask for more."""
    if any(word not in _SWITCHES for word in words):
        return None
    as_json = "--json" in words or not ("--plain" in words or output.to_terminal())
    return put(library_folder(), who.zone_name(), who.person(), as_json=as_json)


def put(library: str, zone: str, person: str, *, as_json: bool) -> int:
    """Print it; the exit status."""
    found = {
        "library": library,
        "playbooks": os.path.join(library_folder(), "playbooks"),
        "templates": os.path.join(library_folder(), "reports"),
        "settings": os.path.join(config_folder(), "settings.toml"),
        "channels": channels_file(),
        "people": people_file(library_folder()),
        "errors": error_log(),
        "zone": zone,
        "person": person,
        "incident": os.environ.get("WARROOM_INCIDENT", ""),
    }
    if as_json:
        output.put_json(found)
    else:
        for name, value in found.items():
            output.say(f"{name:10}{value or '-'}")
    return 0
