"""The library: a folder of incident files, named by their ids."""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import Ambiguous, NotFound, StorageError, explained, shown
from warroom.storage.oslayer import OS
from warroom.storage.paths import library_folder
from warroom.storage.rights import make_folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from warroom.storage.errors import Path
    from warroom.storage.oslayer import OsLayer

# Without 0 O 1 I L and other pairs that are hard to tell apart over the phone.
_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
_LISTED, _SHOWN = 5, 60
OWN = frozenset(
    (
        "catalogue.json",
        "allowed_signers",
        "keys.toml",
        "people.toml",
        "presence",
        "settings.toml",
        "config.toml",
        "playbooks",
        "exports",
        "evidence",
    )
)
"""What stands in a library beside its incidents and what is kept about each of them (`INC-….json…`)."""
OWN_FOLDERS = frozenset(("playbooks", "evidence"))


class Library:
    """A folder of `INC-….json`; the default is this user's (`library_folder`). It need not exist to be listed."""

    def __init__(self, folder: Path | None = None, os_layer: OsLayer = OS) -> None:
        self.folder = os.fspath(folder) if folder is not None else library_folder()
        self._os = os_layer

    def ids(self) -> list[str]:
        """Every incident here, oldest first. Raises `StorageError` when the folder cannot be read."""
        with explained(self.folder, "list"):
            try:
                entries = self._os.scandir(self.folder)
            except FileNotFoundError:
                return []
        return sorted(name for entry in entries if (name := id_in(entry.name)))

    def path_of(self, incident_id: str) -> pathlib.Path:
        """`file_of`, as a path."""
        from pathlib import Path  # costs a quarter of a bare start, and a quick path needs none

        return Path(self.file_of(incident_id))

    def file_of(self, incident_id: str) -> str:
        """Where an incident's file is, or would be. Raises `NotFound` for what can be no id."""
        if not id_in(f"{incident_id}.json"):
            raise NotFound(
                say(
                    "{incident_id}: not an incident id; it looks like INC-20261121-K7F",
                    incident_id=shown(incident_id),
                )
            )
        return os.path.join(self.folder, f"{incident_id}.json")

    def find(self, part: str) -> str:
        """The one incident whose id has `part` in it, in capitals or not. Raises `NotFound`, `Ambiguous`."""
        ids, wanted = self.ids(), part.strip()
        if wanted in ids:
            return wanted
        wanted = wanted.upper()
        if wanted in ids:
            return wanted
        fitting = [i for i in ids if wanted and wanted in i.upper()]
        if len(fitting) == 1:
            return fitting[0]
        from warroom.core.language import say

        if fitting:
            raise Ambiguous(
                say("{part}: fits {ids}; give more of the id", part=shown(part), ids=_some(fitting))
            )
        known = say("there are {ids}", ids=_some(ids)) if ids else say("there is none yet")
        raise NotFound(
            say(
                "{part}: no such incident in {folder}; {known}",
                part=shown(part) or say("an empty id"),
                folder=shown(self.folder),
                known=known,
            )
        )

    def new_id(self, now: datetime, random: Callable[[int], bytes]) -> str:
        """An id that no file here has: `INC-` + the date of `now` + three or more letters and digits.

        `random(k)` gives k random bytes. Makes the folder where it is missing. Raises `StorageError`.
        """
        with explained(self.folder, "make the folder"):
            make_folders(self.folder, self._os)
        taken = {i.upper() for i in self.ids()}
        for attempt in range(400):
            length = 3 + attempt // 100
            letters = "".join(_LETTERS[b % len(_LETTERS)] for b in random(length))
            incident_id = f"INC-{now:%Y%m%d}-{letters}"
            if incident_id not in taken:
                return incident_id
        raise StorageError(
            say("{folder}: no free incident id was found; try again", folder=shown(self.folder))
        )


def id_in(file_name: str) -> str:
    """The incident id in the name of a file, "" when it is no incident file."""
    if not (file_name.startswith("INC-") and file_name.endswith(".json")):
        return ""
    stem = file_name[:-5]
    return (
        stem
        if len(stem) < 200 and stem.isascii() and stem.replace("-", "").replace("_", "").isalnum()
        else ""
    )


def identity(path: Path, told: object) -> tuple[str, str]:
    """What an incident is called, and a sentence for the person where its file and its header (`told`) do not agree.

    The name of the file holds where it is an id: what stands in a file may be anybody's, and must never become a path.
    """
    name = os.path.basename(os.fspath(path))
    by_name, by_header = id_in(name), told if isinstance(told, str) and id_in(f"{told}.json") else ""
    found = by_name or by_header or _some_id(name)
    if not told or told == found:
        return found, ""
    return found, say(
        "{path}: it calls itself {told} inside; here it is {found}",
        path=shown(path),
        told=shown(str(told))[:_SHOWN],
        found=found,
    )


def _some_id(name: str) -> str:
    stem = name.partition(".")[0]
    return "".join(c if (c.isascii() and c.isalnum()) or c in "-_" else "_" for c in stem)[:100] or "incident"


def is_library(osl: OsLayer, folder: Path) -> bool:
    """Whether a folder holds incidents as a library does: a catalogue, or one that somebody has written to."""
    try:
        names = [entry.name for entry in osl.scandir(folder)]
    except OSError:
        return False
    return "catalogue.json" in names or any(
        id_in(n.removesuffix(".lock")) for n in names if n.endswith(".lock")
    )


def belongs_to_library(osl: OsLayer, folder: str, name: str, homes: Sequence[str]) -> bool:
    """Whether `name` in a folder is one of a library's own files, there already or not. `homes`: folders known as libraries.

    Capitals or not: on some file systems both are one file.
    """
    low = name.casefold()
    if low in OWN or (low.startswith(("inc-", ".inc-", ".catalogue")) and _is_ours(low)):
        return folder in homes or is_library(osl, folder)
    above = folder
    while above != (parent := os.path.dirname(above)):
        if os.path.basename(above).casefold() in OWN_FOLDERS and (parent in homes or is_library(osl, parent)):
            return True
        above = parent
    return False


def _is_ours(low: str) -> bool:
    return low.startswith(".") or ".json" in low


def _some(ids: list[str]) -> str:
    rest = len(ids) - _LISTED
    return ", ".join(ids[-_LISTED:]) + (say(" and {rest} older", rest=rest) if rest > 0 else "")
