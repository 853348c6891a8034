"""From an act to what is to be sent: a job in the spool for each channel of each audience, and for each ticket that is wanted.

Called where acts are acknowledged (the desk's thread, the shell), after the facts are on disk. Nothing here touches the network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime

from warroom.core import audiences
from warroom.core.cadence import promised
from warroom.core.clock import iso, uuid7
from warroom.core.clock import zone as named_zone
from warroom.core.envelope import Event
from warroom.core.families.log import Undone
from warroom.core.families.paging import Carried, PersonPaged
from warroom.core.families.tickets import TicketAsked, TicketFailed, Tickets
from warroom.core.families.updates import Telling, UpdatePosted
from warroom.core.incident import Incident
from warroom.core.language import say, spoken
from warroom.core.text import folded
from warroom.reports.can import draft, long_form, next_line, says_next
from warroom.reports.context import Context, context
from warroom.session.channels import BadSettings, Settings, read_settings
from warroom.storage.errors import StorageError
from warroom.storage.library.spool import Fields, Spool
from warroom.views.calls import page_text

DEMO = ".demo"
"""A library with this file in it is a demonstration: nothing of it is ever sent."""


def hand_over(
    library: str, file: str, incident: Incident, events: Sequence[Event], now: datetime
) -> tuple[str, ...]:
    """Put what these facts want sent into the spool, and take out what they take back. What was done, a line each."""
    spool = Spool(library)
    told: list[str] = []
    try:
        for event in events:
            if isinstance(event, UpdatePosted) and event.audiences:
                told += _post(spool, library, file, incident, event, now)
            elif isinstance(event, PersonPaged) and not event.how:  # else somebody has called already
                told += _call(spool, library, file, incident, event, now)
            elif isinstance(event, TicketAsked):
                told += _ask(spool, library, file, incident, event, now)
            elif isinstance(event, TicketFailed):
                told += _cancel(spool, (event.asked,))
            elif isinstance(event, Undone):
                told += _cancel(spool, event.events)
    except StorageError as error:
        told.append(say("NOT queued to be sent: {why}", why=error))
    return tuple(told)


def channels_of(incident: Incident, settings: Settings, audience: str) -> tuple[str, ...]:
    """The channels of an audience, under whatever name the settings know it."""
    found = settings.channels_of(audience)
    if found:
        return found
    return next(
        (
            held.channels
            for name, held in settings.audience.items()
            if audiences.find(name, incident) == audience
        ),
        (),
    )


def language_of(incident: Incident, settings: Settings, audience: str) -> str:
    """The language of an audience, else that of this process."""
    for name, held in settings.audience.items():
        if held.language and (name == audience or audiences.find(name, incident) == audience):
            return held.language
    return spoken().code


def composed(text: str, next_at: datetime | None, seen: Context) -> str:
    """The text as it is sent: with the line on the next update, unless it has one."""
    return f"{text}\n\n{next_line(next_at, seen)}" if next_at and not says_next(text) else text


def _post(
    spool: Spool, library: str, file: str, incident: Incident, update: UpdatePosted, now: datetime
) -> Iterator[str]:
    done = {(d.audience, d.channel) for d in incident.part(Telling).of(update.id)}
    by_hand = {d.audience for d in incident.part(Telling).of(update.id) if not d.channel}
    wanted = [a for a in update.audiences if a not in by_hand]
    if not wanted:
        return
    try:
        settings = read_settings()
    except BadSettings as error:
        yield say("NOT sent: {why}", why=error)
        return
    queued: list[str] = []
    nobody: list[str] = []
    for audience in wanted:
        names = channels_of(incident, settings, audience)
        if not names:
            nobody.append(audience)
        code = language_of(incident, settings, audience)
        for channel in names:
            if (audience, channel) in done:
                continue
            job = _notice(spool, file, incident, update, now, audience, channel, code)
            if not is_demo(library) and spool.put(job):
                queued.append(channel)
    yield from _answer(incident, library, queued, nobody)


def _answer(incident: Incident, library: str, queued: list[str], nobody: list[str]) -> Iterator[str]:
    if is_demo(library):
        yield say("this is the demonstration: nothing is sent")
        return
    if queued:
        yield say("queued for {channels}", channels=", ".join(dict.fromkeys(queued)))
    if nobody:
        names = ", ".join(audiences.called(incident, a, spoken(), spoken().code) for a in nobody)
        yield say(
            "not sent to {audiences}: no channel is set for them; tell them yourself, then: told {example} by …",
            audiences=names,
            example=nobody[0],
        )


def is_demo(library: str) -> bool:
    return os.path.exists(os.path.join(library, DEMO))


def _notice(
    spool: Spool, file: str, incident: Incident, update: UpdatePosted, now: datetime, audience: str, channel: str, code: str
) -> Fields:  # fmt: skip
    seen = context(incident, now, code, named_zone(incident.zone))
    return {
        **_job(spool, "notice", file, incident, update, now, channel),
        "audience": audience,
        "channel": channel,
        "language": code,
        "subject": draft(seen, audience, plan=update.plan).subject,
        "text": composed(update.text, promised(incident, update.at, update.next_at), seen),
    }


def _job(
    spool: Spool, kind: str, file: str, incident: Incident, fact: Event, now: datetime, target: str
) -> Fields:
    return {
        "id": spool.name(fact.id, target),
        "kind": kind,
        "message": fact.id,
        "told": uuid7(now, os.urandom(10)),
        "incident": incident.id,
        "title": incident.title,
        "file": os.path.abspath(file),
        "by": fact.by,
        "made_at": iso(now),
        "state": "ready",
        "tries": 0,
        "not_before": "",
        "why": "",
        "done": 0,
    }


def _call(
    spool: Spool, library: str, file: str, incident: Incident, page: PersonPaged, now: datetime
) -> Iterator[str]:
    """By the channel that is named like the person; where there is none, whoever called reaches them."""
    if incident.part(Carried).of(page.id):
        return
    try:
        settings = read_settings()
    except BadSettings as error:
        yield say("NOT sent: {why}", why=error)
        return
    channel = "-".join(folded(page.person).split())
    if channel not in settings.channel:
        return
    if is_demo(library):
        yield say("this is the demonstration: nothing is sent")
        return
    job = {
        **_job(spool, "page", file, incident, page, now, channel),
        "person": page.person,
        "channel": channel,
        "language": spoken().code,
        "subject": f"SEV{incident.severity} {incident.title} ({incident.id})",
        "text": page_text(incident, page.by, page.why),
    }
    if spool.put(job):
        yield say("queued for {channels}", channels=channel)


def _ask(
    spool: Spool, library: str, file: str, incident: Incident, asked: TicketAsked, now: datetime
) -> Iterator[str]:
    if any(a.event == asked.id and a.state == "made" for a in incident.part(Tickets).asked):
        return
    if is_demo(library):
        yield say("this is the demonstration: nothing is sent")
        return
    seen = context(incident, now, spoken().code, named_zone(incident.zone))
    told = draft(seen, "responders")
    job = {
        **_job(spool, "ticket", file, incident, asked, now, asked.tracker),
        "tracker": asked.tracker,
        "severity": incident.severity,
        "subject": told.subject,
        "text": long_form(told, seen),
    }
    if spool.put(job):
        yield say("queued: a ticket in {tracker}", tracker=asked.tracker)
    try:
        settings = read_settings()
    except BadSettings as error:
        yield say("it waits: {why}", why=error)
        return
    if tracker_named(settings, asked.tracker) is None:
        there = ", ".join(settings.tracker) or say("none yet")
        yield say(
            "it waits: your settings have no tracker {name}; there are: {there}",
            name=asked.tracker,
            there=there,
        )


def tracker_named(settings: Settings, name: str) -> str | None:
    """The tracker of that name, or the only one where none was named."""
    if name in settings.tracker:
        return name
    return next(iter(settings.tracker)) if name == "default" and len(settings.tracker) == 1 else None


def _cancel(spool: Spool, facts: Sequence[str]) -> Iterator[str]:
    """What is still waiting and no longer wanted is taken out; what is being sent, or was, cannot be."""
    for job_id in spool.ids():
        with spool.claimed(job_id) as job:
            if job is None or job.get("message") not in facts:
                continue
            if job["state"] == "ready" and not job["done"]:
                spool.remove(job_id)
                yield say(
                    "taken out of the outbox: {target}", target=job.get("channel") or job.get("tracker")
                )
