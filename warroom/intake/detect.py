"""The one door for a file from outside: its bytes, and what it is where nobody said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from importlib import import_module
from typing import TYPE_CHECKING, Final

from warroom.core.language import say

if TYPE_CHECKING:  # a reader is imported when there is something to read
    from warroom.intake.rows import Imported

Reader = Callable[[str, tzinfo | None, datetime, str, Mapping[str, str] | None], "Imported"]
READERS: Final[dict[str, tuple[str, str]]] = {
    "csv": ("csvfile", "read"),
    "json": ("jsonfile", "read"),
    "alertmanager": ("jsonfile", "read"),
    "journald": ("jsonfile", "read"),
    "slack": ("jsonfile", "read"),
    "telegram": ("jsonfile", "read"),
    "whatsapp": ("whatsapp", "read"),
    "whatsapp-dmy": ("whatsapp", "read_day_first"),
    "whatsapp-mdy": ("whatsapp", "read_month_first"),
    "markdown": ("markdownfile", "read"),
}
"""The module beside this one, and its `Reader`."""
FORMATS: Final = ("auto", *READERS)


def detect(text: str) -> str:
    """The name of the format: a chat by its first lines, JSON by its brackets, Markdown by a table's row of dashes, else CSV."""
    from warroom.intake import jsonfile, markdownfile, whatsapp

    if whatsapp.is_whatsapp(text):  # before JSON: iOS begins a line with a bracket as well
        return whatsapp.NAME
    if jsonfile.is_json(text):
        return "json"
    return "markdown" if markdownfile.is_markdown(text) else "csv"


def read(
    data: bytes,
    form: str,
    zone: tzinfo | None,
    now: datetime,
    incident_id: str,
    told: Mapping[str, str] | None = None,
) -> Imported:
    """What a file comes to.

    Args:
        data: the whole file, UTF-8, or UTF-16 with a byte order mark (as spreadsheets write it).
        form: one of `FORMATS`.
        zone: of times that name none; None refuses them.
        now: aware.
        incident_id: where its rows go to; an export that founds an incident of its own does not care.
        told: which of its columns is which, see `columns.find`.
    """
    from warroom.intake.rows import Imported

    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        return Imported(
            problems=(say("line {number}: it is not UTF-8 text; save the file as UTF-8", number=number),)
        )
    module, function = READERS[detect(text) if form == "auto" else form]
    reader: Reader = getattr(import_module(f"warroom.intake.{module}"), function)
    return reader(text, zone, now, incident_id, told)
