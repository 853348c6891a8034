"""The one door for a file from outside: its bytes, and what it is where nobody said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Final

from warroom.core.language import say
from warroom.intake import csvfile, jsonfile, markdownfile, whatsapp
from warroom.intake.rows import Imported

Reader = Callable[[str, tzinfo | None, datetime, str, Mapping[str, str] | None], Imported]
READERS: Final[dict[str, Reader]] = {
    "csv": csvfile.read,
    "json": jsonfile.read,
    "alertmanager": jsonfile.read,
    "journald": jsonfile.read,
    "slack": jsonfile.read,
    "telegram": jsonfile.read,
    whatsapp.NAME: whatsapp.read,
    whatsapp.DAY_FIRST: whatsapp.read_day_first,
    whatsapp.MONTH_FIRST: whatsapp.read_month_first,
    "markdown": markdownfile.read,
}
FORMATS: Final = ("auto", *READERS)


def detect(text: str) -> str:
    """The name of the format: a chat by its first lines, JSON by its brackets, Markdown by a table's row of dashes, else CSV."""
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
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        return Imported(
            problems=(say("line {number}: it is not UTF-8 text; save the file as UTF-8", number=number),)
        )
    return READERS[detect(text) if form == "auto" else form](text, zone, now, incident_id, told)
