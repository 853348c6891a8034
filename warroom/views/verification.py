"""What stands on each line of the board's verification: the checks, open ones first, the watch, and who is on standby."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Final

from warroom.core.families.checks import Check, Checks, Judgement
from warroom.core.families.standby import Ready, Standby
from warroom.core.families.watch import WORDS, Period, Watches
from warroom.core.incident import Incident
from warroom.core.language import many, say, spoken
from warroom.core.sentences import shortened
from warroom.views.cells import cells
from warroom.views.lines import UTF8, Signs, Span
from warroom.views.listing import Entry, Listing

_STYLES: Final[dict[Judgement, str]] = {"failed": "bad", "open": "warn", "passed": "ok"}
_ORDER: Final[tuple[Judgement, ...]] = ("failed", "open", "passed")


def still_to_do(incident: Incident) -> int:
    """How many checks have not passed."""
    return sum(1 for c in incident.part(Checks).all if c.state != "passed")


def verification_list(incident: Incident, now: datetime, zone: tzinfo, signs: Signs = UTF8) -> Listing:
    """Keys: `check.ID`, `watch.ID`, `standby.NAME`, and `set.VERB` where Enter begins what is not there."""
    return Listing(
        [*_checks(incident, zone, signs), *_watches(incident, now, zone), *_standby(incident, zone)]
    )


def _checks(incident: Incident, zone: tzinfo, signs: Signs) -> Iterator[Entry]:
    found = sorted(incident.part(Checks).all, key=lambda c: _ORDER.index(c.state))
    if not found:
        yield Entry(
            "-none", ((say("No check yet: + adds one that must pass before it is resolved."), "dim"),)
        )
    for check in found:
        yield _check(check, incident, zone, signs)


def _check(check: Check, incident: Incident, zone: tzinfo, signs: Signs) -> Entry:
    sign = {"passed": signs.done, "failed": signs.failed, "open": signs.open}[check.state]
    line: list[Span] = [
        (f"{sign} ", _STYLES[check.state]),
        (check.text, "dim" if check.state == "passed" else ""),
    ]
    if check.state == "failed":
        line.append((f" {say('failed')}", "bad"))
    if check.how:
        line.append((f": {check.how}", "dim"))
    row = incident.row(check.evidence) if check.evidence else None
    if row:
        clock = spoken().clock(row.at.astimezone(zone))
        line.append((f" {signs.separator} {clock} “{shortened(row.text)}”", "dim"))
    when = check.judged_at
    right: tuple[Span, ...] = (
        ((f"{check.judged_by} {spoken().clock(when.astimezone(zone))}", "dim"),) if when else ()
    )
    return Entry(f"check.{check.id}", tuple(line), right, indent=2)


def _watches(incident: Incident, now: datetime, zone: tzinfo) -> Iterator[Entry]:
    label = say("watch")
    found = incident.part(Watches).all
    if not found:
        yield _labelled("set.watch", label, ((say("not begun"), "dim"),))
    for period in found[-2:]:
        yield _labelled(f"watch.{period.id}", label, _period(period, now, zone))


def _period(period: Period, now: datetime, zone: tzinfo) -> tuple[Span, ...]:
    def clock(moment: datetime) -> str:
        return spoken().clock(moment.astimezone(zone))

    looks = many(len(period.looks), "{n} look", "{n} looks")
    span = f"{clock(period.starts)}-{clock(period.until)}"
    style = {"running": "", "over": "ok", "broken": "bad", "ended": "dim"}[period.standing]
    out: list[Span] = [(f"{span} {say(WORDS[period.standing])}", style), (f", {looks}", "dim")]
    if period.due:
        late = now >= period.due
        out.append((f", {say('next look {clock}', clock=clock(period.due))}", "warn" if late else ""))
    why = period.why or (period.looks[-1].text if period.looks else "")
    if why:
        out.append((f": {why}", "dim"))
    return tuple(out)


def _standby(incident: Incident, zone: tzinfo) -> Iterator[Entry]:
    label = say("standby")
    found = incident.part(Standby).all
    if not found:
        yield _labelled("set.standby", label, ((say("nobody named"), "dim"),))
    for ready in found:
        yield _labelled(f"standby.{ready.person}", label, _ready(ready, zone))


def _ready(ready: Ready, zone: tzinfo) -> tuple[Span, ...]:
    until = ""
    if ready.until:
        until = say(
            "until {moment}",
            moment=f"{ready.until.astimezone(zone):%Y-%m-%d} {spoken().clock(ready.until.astimezone(zone))}",
        )
    more = ", ".join(word for word in (ready.contact, until) if word)
    return ((ready.person, ""), (f", {more}" if more else "", "dim"))


def _labelled(key: str, label: str, spans: tuple[Span, ...]) -> Entry:
    wide = max(cells(say("watch")), cells(say("standby")))
    return Entry(key, ((f"{label}{' ' * (wide - cells(label))}  ", "dim"), *spans), indent=wide + 2)
