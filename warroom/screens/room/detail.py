"""All that is known of one row of the timeline, the whole text with its line ends, and what it was before."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from warroom.core import audiences
from warroom.core.door import words as door_of
from warroom.core.families.references import Reference, references
from warroom.core.families.updates import Telling, UpdatePosted
from warroom.core.incident import Incident
from warroom.core.language import later, say, spoken
from warroom.core.rows import Row

_FOLDED = " ⏎ "
"""What stands for a line end in a text that was taken in as one line."""


def details(row: Row, incident: Incident, zone: tzinfo) -> list[str]:
    """A line each."""
    words = row.text if row.event is None else row.event.sentence(incident, say)
    at = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"
    if row.recorded_at:
        at += f", {say('recorded')} {row.recorded_at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    lines = [at, say("{kind} by {person}, id {id}", kind=say(row.kind), person=row.by, id=row.id)]
    if row.via:
        lines.append(came_by(row.via))
    if row.struck is not None:
        lines.append(say("struck: {why}", why=row.struck))
    lines += ["", *text_lines(words)]
    if row.event is not None and (more := row.event.more(incident, say)):
        lines.append(more)
    if isinstance(row.event, UpdatePosted):
        lines += _told(row.event, incident, zone)
    lines += [_link(one) for one in references(incident, row.id)]
    for version in incident.versions.get(row.id, ()):
        clock = spoken().clock(version.until.astimezone(zone))
        lines += ["", say("until {clock}, by {person}:", clock=clock, person=version.by)]
        lines += text_lines(version.text)
    return lines


def _told(update: UpdatePosted, incident: Incident, zone: tzinfo) -> list[str]:
    """An update with its lines, and what became of it: who got it by which way, and who did not."""
    lines = ["", *text_lines(update.text)] if "\n" in update.text else []
    for one in incident.part(Telling).of(update.id):
        who, way = audiences.called(incident, one.audience, say), one.channel or one.way
        state = {"ok": say("told"), "failed": say("NOT told")}.get(
            one.result, say("not known whether it arrived")
        )
        clock = f"{one.at.astimezone(zone):%H:%M}"
        lines.append(f"{clock} {who}, {way}: {state}{f' ({one.why})' if one.why else ''}")
    return lines


def _link(one: Reference) -> str:
    return f"{one.title}: {one.url}" if one.title else one.url


def text_lines(text: str) -> list[str]:
    """The text with real line ends."""
    return text.replace(_FOLDED, "\n").split("\n")


def came_by(via: str) -> str:
    """`by the shell of web-1`: the door that it came by, and the host."""
    name, host = door_of(via)
    door = say(_DOORS[name]) if name in _DOORS else name
    return say("came by {door} on {host}", door=door, host=host) if host else say("came by {door}", door=door)


_DOORS: Final = {"console": later("a console"), "shell": later("the shell"), "import": later("an import")}
