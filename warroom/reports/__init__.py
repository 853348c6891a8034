"""An Incident as Markdown, JSON, CSV, text or a brief. Reads, never changes; knows no file but its own templates.

`render` is the one door: it knows the formats by name and imports a renderer only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

import msgspec

from warroom.core.incident import Incident


class CannotRender(ValueError):
    """The report that was asked for can't be made. The message is one line for the person who asked."""


class Wanted(msgspec.Struct, frozen=True):
    """A report that somebody wants. `now` is aware; `zone` is the reader's, None for the incident's own."""

    incident: Incident
    now: datetime
    language: str = "en"
    zone: tzinfo | None = None
    roles_only: bool = False
    """Every person is called by their role, in texts too."""
    events: Sequence[bytes] = ()
    """The raw lines of the incident file, for the formats that lose nothing."""
    header: Mapping[str, Any] = {}


def _markdown(wanted: Wanted) -> str:
    from warroom.reports.markdown import markdown
    from warroom.reports.postmortem import postmortem

    return markdown(postmortem(_scene(wanted)))


def _text(wanted: Wanted) -> str:
    from warroom.reports.postmortem import postmortem
    from warroom.reports.text import text

    return text(postmortem(_scene(wanted)))


def _brief(wanted: Wanted) -> str:
    from warroom.reports.brief import brief

    return brief(_scene(wanted))


def _csv(wanted: Wanted) -> str:
    from warroom.reports.csvform import timeline_csv

    return timeline_csv(_scene(wanted))


def _json(wanted: Wanted) -> bytes:
    from warroom.reports.jsonform import export_json

    if wanted.roles_only:
        raise CannotRender(
            "the JSON export loses nothing, so it can't leave names out; use markdown, text, brief or csv"
        )
    return export_json(wanted.incident, wanted.events, wanted.header, wanted.now)


def _scene(wanted: Wanted) -> Any:
    from warroom.reports.scene import scene

    return scene(wanted.incident, wanted.now, wanted.language, wanted.zone, wanted.roles_only)


_RENDERERS: Final[dict[str, Callable[[Wanted], str | bytes]]] = {
    "markdown": _markdown,
    "json": _json,
    "csv": _csv,
    "text": _text,
    "brief": _brief,
}
FORMATS: Final = tuple(_RENDERERS)
LATER: Final = ("html", "pdf")
"""Formats that are named already and come with a later version."""


def render(name: str, wanted: Wanted) -> bytes:
    """The report in the format of that name, as UTF-8.

    Raises:
        CannotRender: no such format, or not with these wishes.
        UnknownLanguage: no such language (both are ValueErrors with a one-line message).
    """
    renderer = _RENDERERS.get(name)
    if renderer is None:
        there = ", ".join(FORMATS)
        if name in LATER:
            raise CannotRender(f"the format {name} comes with a later version; there are {there}")
        raise CannotRender(f"no such format: {name[:20]!r}; there are {there}")
    made = renderer(wanted)
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")
