"""What stands on each line of the board: one list for each of its tabs.

Notes, decisions, follow-ups, and the situation: what is hit, how hard, since when, and which parts of the report are written.
`diagnosis` has its own page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Final, get_args

from warroom.core import audiences
from warroom.core.amounts import written
from warroom.core.cadence import days_over
from warroom.core.families.bridge import Bridge
from warroom.core.families.deadlines import deadlines, level
from warroom.core.families.impact import between
from warroom.core.families.protocol import active
from warroom.core.families.related import HOW, relations
from warroom.core.families.sections import part_name
from warroom.core.families.silences import Silences
from warroom.core.families.tickets import Tickets
from warroom.core.families.updates import Telling
from warroom.core.impactkinds import called
from warroom.core.incident import Action, Incident, Window
from warroom.core.language import many, named, say, spoken
from warroom.core.others import NONE, Others
from warroom.core.playbook import Severity
from warroom.core.rows import Row
from warroom.core.vocabulary import ROLE_NAMES, SECTIONS, Role
from warroom.views.afterwards import afterwards
from warroom.views.lines import UTF8, Line, Signs, Span
from warroom.views.listing import Entry, Listing

_LABEL: Final = 11


def notes_list(incident: Incident, signs: Signs = UTF8) -> Listing:
    """The shared notes. Keys: `note.LINE`."""
    if not incident.notes.text:
        return Listing([Entry("note.0", ((say("No notes yet: Enter begins them."), "dim"),))])
    return Listing(
        [Entry(f"note.{i}", ((text, ""),)) for i, text in enumerate(incident.notes.text.split("\n"))]
    )


def decisions(rows: Iterable[Row]) -> list[Row]:
    """What was decided and still stands, oldest first."""
    return [r for r in rows if r.kind == "decision" and r.struck is None]


def follow_ups_list(incident: Incident, now: datetime, zone: tzinfo, signs: Signs = UTF8) -> Listing:
    """What is to be done, what is open first, by its day, and what else follows. Keys: `action.ID`, and those of `afterwards`."""
    today = now.astimezone(zone).date()
    found = sorted(incident.actions, key=lambda a: (a.state != "todo", a.due or date.max))
    rows = [_action(a, today, signs) for a in found]
    none = [Entry("-none", ((say("No follow-up yet: + adds one."), "dim"),))]
    return Listing([*(rows or none), *afterwards(incident, now, zone)])


def _action(action: Action, today: date, signs: Signs) -> Entry:
    sign = {"done": signs.done, "dropped": signs.skipped}.get(action.state, signs.open)
    over = days_over(action, today)
    due = action.due.isoformat() if action.due else say("no date")
    line: tuple[Span, ...] = (
        (f"{sign} ", "ok" if action.state == "done" else ""),
        (action.text, "dim" if action.state != "todo" else ""),
    )
    right: tuple[Span, ...] = (
        (action.owner or say("no owner"), "dim" if action.owner else "warn"),
        ("  ", ""),
    )
    late = many(over, "{n} day over", "{n} days over") if over else due
    return Entry(f"action.{action.id}", line, (*right, (late, "bad" if over else "dim")), indent=2)


# -- the situation ---------------------------------------------------------------------------------


def situation_list(
    incident: Incident,
    zone: tzinfo,
    signs: Signs = UTF8,
    language: str = "en",
    now: datetime | None = None,
    others: Others = NONE,
) -> Listing:
    """What is hit, how hard, since when; what the severity demands; which parts of the report are written.

    Keys: `set.VERB` where Enter sets it, `part.SECTION` for a part of the report, `window.ID`, and rules.
    """
    none = say("not named")
    rows = [
        _labelled("set.systems", say("systems"), ", ".join(incident.systems), none),
        _labelled("set.symptoms", say("symptoms"), incident.symptoms, say("not described")),
        *_relations(incident, others),
        *_figures(incident, zone),
        *_windows(incident, zone, signs),
        *_tickets(incident),
        *_call(incident),
        *_silences(incident, zone, now),
        *_protocol(incident, zone, language),
        *_legal(incident, zone, now, language),
        *_told(incident, zone, language),
        *_parts(incident, zone, signs),
    ]
    return Listing(rows)


def _labelled(key: str, label: str, text: str, missing: str) -> Entry:
    line: Line = ((f"{label:<{_LABEL}} ", "dim"), (text or missing, "" if text else "warn"))
    return Entry(key, line, indent=_LABEL + 1)


def _call(incident: Incident) -> Iterable[Entry]:
    yield _labelled("set.bridge", say("call"), incident.part(Bridge).link, say("no link"))


def _relations(incident: Incident, others: Others) -> Iterable[Entry]:
    """What it belongs to and how that stands now. Key: `incident.ID`."""
    for found in relations(incident, others):
        line: list[Span] = [(f"{say(HOW[found.how]):<{_LABEL}} ", "dim"), (f"{found.id} ", "")]
        if found.now:
            style = f"sev{found.now.severity}" if found.now.open else "dim"
            line += [
                (f"SEV{found.now.severity}", style),
                (f" {say(found.now.status)}  ", "" if found.now.open else "dim"),
            ]
        else:
            line.append((f"{say('not in this library')}  ", "warn"))
        line.append((found.title, "" if found.now and found.now.open else "dim"))
        who = found.now.commander if found.now else ""
        yield Entry(f"incident.{found.id}", tuple(line), ((who, "dim"),) if who else (), indent=_LABEL + 1)


def _silences(incident: Incident, zone: tzinfo, now: datetime | None) -> Iterable[Entry]:
    """Alerts that make no sound, and those whose silence has ended without a word."""
    for silence in incident.part(Silences).all:
        if silence.ended is None:
            over = now is not None and not silence.holds(now)
            clock = spoken().clock(silence.until.astimezone(zone))
            words = (
                say("its silence ended {clock}", clock=clock) if over else say("until {clock}", clock=clock)
            )
            line: Line = (
                (f"{say('silenced'):<{_LABEL}} ", "dim"),
                (silence.alert, ""),
                (f" {words}", "warn" if over else "dim"),
            )
            yield Entry(f"silence.{silence.event}", line, ((silence.by, "dim"),), indent=_LABEL + 1)


def _figures(incident: Incident, zone: tzinfo) -> Iterable[Entry]:
    if not incident.figures:
        yield _labelled("set.impact", say("impact"), "", say("not measured"))
    for figure in incident.figures:
        about = f" ({say('estimate')})" if figure.estimate else ""
        amount = written(spoken().number(figure.amount), figure.unit)
        span = between(figure.since, figure.until, zone, say)
        words = f"{called(figure.what, say)}: {amount}{about}{f', {span}' if span else ''}"
        yield _labelled(f"figure.{figure.what}", say("impact"), words, "")


def _windows(incident: Incident, zone: tzinfo, signs: Signs) -> Iterable[Entry]:
    if not incident.windows:
        yield _labelled("set.window", say("window"), "", say("none recorded"))
    for window in incident.windows:
        yield _labelled(f"window.{window.event}", say("window"), _window_words(window, zone, signs), "")


def _window_words(window: Window, zone: tzinfo, signs: Signs) -> str:
    def clock(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d} {spoken().clock(moment.astimezone(zone))}"

    ends = clock(window.ends) if window.ends else say("still")
    part = f", {window.component}" if window.component else ""
    return f"{clock(window.starts)} {signs.skipped} {ends}, {say(window.level)}{part}"


def _protocol(incident: Incident, zone: tzinfo, language: str) -> Iterable[Entry]:
    """What the playbook says of the severity: its meaning, who is to be told, how often."""
    playbook = incident.playbook
    protocol = playbook.severity(incident.severity) if playbook else None
    if playbook is None or protocol is None:
        return
    yield _labelled(f"severity.{protocol.number}", f"SEV{protocol.number}", protocol.meaning(language), "")
    held = active(incident)
    is_on = (
        say("active since {clock}, {person}", clock=spoken().clock(held.at.astimezone(zone)), person=held.by)
        if held
        else ""
    )
    yield _labelled("set.protocol", say("protocol"), is_on, say("not active"))
    roles = [ROLE_NAMES[r] for r in get_args(Role) if r in protocol.roles]
    if roles:
        yield _labelled("severity.roles", say("roles"), ", ".join(map(say, roles)), "")
    yield from _deadlines(protocol)


def _tickets(incident: Incident) -> Iterable[Entry]:
    held = incident.part(Tickets)
    for ticket in held.linked:
        yield _labelled(f"ticket.{ticket.url}", say("ticket"), f"{ticket.name}  {ticket.url}", "")
    for ask in held.asked:
        if ask.state == "waiting":
            waits = say("asked for in {tracker}, not made yet", tracker=ask.tracker)
            yield _labelled(f"asked.{ask.event}", say("ticket"), "", waits)
        elif ask.state != "made" and not held.linked:
            yield _labelled(f"asked.{ask.event}", say("ticket"), "", f"{ask.tracker}: {ask.why}")
    if not held.linked and not held.asked:
        yield _labelled("set.ticket", say("ticket"), "", say("none linked"))


def _told(incident: Incident, zone: tzinfo, language: str) -> Iterable[Entry]:
    """Who must be told, and who was: how, when, by whom; or that nobody has, or that it failed."""
    telling = incident.part(Telling)
    also = [d.audience for d in telling.all]
    for audience in dict.fromkeys((*audiences.required(incident), *also)):
        name = audiences.called(incident, audience, say, language)
        found = [d for d in telling.all if d.audience == audience]
        good = [d for d in found if d.result == "ok"]
        if not found:
            yield _labelled(f"told.{audience}", say("to be told"), "", f"{name}: {say('not yet')}")
            continue
        last = (good or found)[-1]
        clock = spoken().clock(last.at.astimezone(zone))
        how = (
            f"{name}: {last.channel or last.way} {clock} {last.by}"
            if last.channel or last.way
            else f"{name}: {clock} {last.by}"
        )
        if last.result == "ok":
            yield _labelled(f"told.{audience}", say("told"), how, "")
        else:
            why = last.why or say("not known whether it arrived")
            yield _labelled(f"told.{audience}", say("NOT told"), "", f"{how}: {why}")


def _legal(incident: Incident, zone: tzinfo, now: datetime | None, language: str) -> Iterable[Entry]:
    """The clocks of the laws: what is due when, and what was met or waived, by whom."""
    label = say("legal")
    for found in deadlines(incident):
        local = found.due.astimezone(zone)
        when = f"{local:%Y-%m-%d} {spoken().clock(local)}"
        words = say("due {when}", when=when)
        style = {"red": "bad", "amber": "warn"}.get(level(found, now), "") if now else ""
        if found.settled:
            words, style = f"{say(found.settled.how)}, {found.settled.person}", "dim"
        line: Line = (
            (f"{label:<{_LABEL}} ", "dim"),
            (f"{found.called(language)}: ", "dim" if found.settled else ""),
            (words, style),
        )
        yield Entry(f"deadline.{found.id}", line, indent=_LABEL + 1)


def _deadlines(protocol: Severity) -> Iterable[Entry]:
    said: list[str] = []
    if protocol.update_minutes:
        said.append(many(protocol.update_minutes, "an update each minute", "an update every {n} minutes"))
    if protocol.postmortem_days:
        said.append(
            many(protocol.postmortem_days, "post-mortem within {n} day", "post-mortem within {n} days")
        )
    if said:
        yield _labelled("severity.due", say("deadlines"), ", ".join(said), "")


def _parts(incident: Incident, zone: tzinfo, signs: Signs) -> Iterable[Entry]:
    names = {section: named(section) for section in SECTIONS}
    names |= {
        section: part_name(section, held.titles, spoken())
        for section, held in incident.sections.items()
        if section not in names
    }
    written = [s for s in names if s in incident.sections and incident.sections[s].text]
    rule = signs.horizontal * 2
    count = say("{done} of {all} parts of the report written", done=len(written), all=len(names))
    yield Entry("-parts", ((f"{rule} {count}", "title"),))
    wide = max(map(len, names.values()))
    for section, name in names.items():
        held = incident.sections.get(section)
        sign, style = (signs.done, "ok") if section in written else (signs.open, "dim")
        first = held.text.strip().split("\n")[0] if held else ""
        line: Line = ((f"{sign} ", style), (f"{name:<{wide}} ", ""), (first, "dim"))
        right: Line = (
            ((f"{held.by} {spoken().clock(held.at.astimezone(zone))}", "dim"),) if held and first else ()
        )
        yield Entry(f"part.{section}", line, right, wraps=False)
