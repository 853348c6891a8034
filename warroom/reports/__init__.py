"""An Incident as Markdown, JSON, CSV, text or a brief. Reads, never changes; knows no file but its own templates.

`report` is the one door: it knows the formats by name and imports a renderer only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

import msgspec

from warroom.core.incident import Incident
from warroom.core.language import later, say
from warroom.core.others import NONE, Others
from warroom.core.text import quoted

if TYPE_CHECKING:  # the plainest export should not wait for the others
    from warroom.reports.context import Context
    from warroom.reports.layout import Layout
    from warroom.reports.names import Told

_MOST_NAMES: Final = 20


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
    head: str = ""
    """The head of the record (`57:3f9a…`, `storage.trust.head`): it stands in the report, which so vouches for the record."""
    others: Others = NONE
    """The other incidents of the library, for what this one belongs to."""
    long: bool = False
    """The chat form whole, instead of in at most 900 characters."""
    style: str = ""
    """A team's own style sheet for the page; "" for ours."""
    paper: str = ""
    """A team's own template for the PDF; "" for ours."""
    blameless: str = ""
    """A team's own rules for blameless language, beside ours."""
    layout: Layout | None = None
    """The sections that a team wants in its post-mortem; None for all of ours in our order."""


class Made(msgspec.Struct, frozen=True):
    """A report as UTF-8, and a remark for each thing that whoever sends it should know, in the language of the process."""

    data: bytes
    remarks: tuple[str, ...] = ()


def _markdown(context: Context, wanted: Wanted) -> str:
    from warroom.reports.layout import STANDARD
    from warroom.reports.markdown import markdown
    from warroom.reports.postmortem import postmortem

    return markdown(postmortem(context, wanted.layout or STANDARD))


def _html(context: Context, wanted: Wanted) -> str:
    from warroom.reports.htmlform import html
    from warroom.reports.layout import STANDARD
    from warroom.reports.postmortem import postmortem
    from warroom.templates import STYLE, shipped

    return html(
        postmortem(context, wanted.layout or STANDARD), context.reader.say, wanted.style or shipped(STYLE)
    )


def _text(context: Context, wanted: Wanted) -> str:
    from warroom.reports.layout import STANDARD
    from warroom.reports.postmortem import postmortem
    from warroom.reports.text import text

    return text(postmortem(context, wanted.layout or STANDARD))


def _brief(context: Context, _wanted: Wanted) -> str:
    from warroom.reports.brief import brief
    from warroom.reports.page import page

    return page(brief(context), context.reader.say)


def _chat(context: Context, wanted: Wanted) -> str:
    from warroom.reports.brief import brief
    from warroom.reports.chat import chat

    return chat(brief(context), context.reader.say, whole=wanted.long)


def _notice(context: Context, _wanted: Wanted) -> str:
    from warroom.reports.notice import notice

    return notice(context)


def _digest(context: Context, _wanted: Wanted) -> str:
    from warroom.reports.digest import digest
    from warroom.reports.markdown import markdown

    return markdown(digest(context))


def _csv(context: Context, _wanted: Wanted) -> str:
    from warroom.reports.csvform import timeline_csv

    return timeline_csv(context)


def _json(wanted: Wanted) -> bytes:
    from warroom.reports.jsonform import export_json

    if wanted.roles_only:
        raise CannotRender(
            say(
                "the JSON export loses nothing, so it can't leave names out; use markdown, text, brief or csv"
            )
        )
    return export_json(wanted.incident, wanted.events, wanted.header, wanted.now, wanted.head)


def _pdf(context: Context, wanted: Wanted) -> bytes:
    from warroom.reports.layout import STANDARD
    from warroom.reports.pdfform import NoTypst, pdf
    from warroom.reports.postmortem import postmortem
    from warroom.templates import PAPER, shipped

    try:
        return pdf(
            postmortem(context, wanted.layout or STANDARD), context.reader.say, wanted.paper or shipped(PAPER)
        )
    except NoTypst as error:
        raise CannotRender(str(error)) from None


_RENDERERS: Final[dict[str, Callable[[Context, Wanted], str | bytes]]] = {
    "markdown": _markdown,
    "html": _html,
    "pdf": _pdf,
    "csv": _csv,
    "text": _text,
    "brief": _brief,
    "chat": _chat,
    "notice": _notice,
    "digest": _digest,
}
FORMATS: Final = ("markdown", "html", "pdf", "json", "csv", "text", "brief", "chat", "notice", "digest")


def report(name: str, wanted: Wanted) -> Made:
    """The report in the format of that name, and what should be known of it.

    Raises:
        CannotRender: no such format, or not with these wishes.
        UnknownLanguage: no such language (both are ValueErrors with a one-line message).
    """
    if name == "json":
        return Made(_json(wanted))
    renderer = _RENDERERS.get(name)
    if renderer is None:
        there = ", ".join(FORMATS)
        raise CannotRender(
            say("no such format: {name}; there are {formats}", name=quoted(name), formats=there)
        )
    from warroom.reports.context import context

    seen = context(wanted.incident, wanted.now, wanted.language, wanted.zone, wanted.roles_only, wanted.head)
    seen = msgspec.structs.replace(seen, others=wanted.others)
    made = renderer(seen, wanted)
    data = made if isinstance(made, bytes) else made.encode("utf-8", "replace")
    return Made(
        data, (*_remarks(seen.names.told()), *_warnings(name, seen), *_tone(name, seen, wanted.blameless))
    )


def render(name: str, wanted: Wanted) -> bytes:
    """`report` without the remarks."""
    return report(name, wanted).data


_FIELDS: Final = {"systems": later("systems"), "symptoms": later("symptoms"), "impact": later("impact")}


def _warnings(name: str, context: Context) -> Iterator[str]:
    if name == "notice":
        from warroom.reports.notice import drafted, left_out

        if drafted(context):
            yield say(
                "drafted from times and status alone; `write external_message` puts your own words first"
            )
        if fields := left_out(context):
            yield say(
                "left out until somebody has read it: {fields}; `safe --field {first}` lets it be told",
                fields=", ".join(say(_FIELDS[f]) for f in fields),
                first=fields[0],
            )


def _tone(name: str, context: Context, own: str) -> Iterator[str]:
    """Where what people wrote looks for somebody, with a better question: for who sends it, never in the report itself."""
    if name in ("markdown", "html", "pdf", "text"):
        from warroom.reports.tone import tone  # TOML: not for who wants a figure

        yield from tone(context, own)


def _remarks(told: Told) -> Iterator[str]:
    if told.replaced:
        yield say("names replaced in texts: {names}", names=_counts(told.replaced))
    if told.kept:
        yield say(
            "names kept in texts, being ordinary words or part of a command: {names}",
            names=_counts(told.kept),
        )
    if told.strangers:
        yield say(
            "perhaps names of people who are not in the record, kept as they are: {names}",
            names=", ".join(told.strangers[:_MOST_NAMES]),
        )
    if told.kept or told.strangers:
        yield say("read the report before you send it")


def _counts(found: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in found[:_MOST_NAMES])
