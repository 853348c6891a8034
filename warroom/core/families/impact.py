"""What it did to people: figures, and the windows of time in which they felt it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from warroom.core.amounts import written
from warroom.core.checklist import Met, Rule
from warroom.core.clock import zone
from warroom.core.envelope import Event, Moment
from warroom.core.families.protocol import Assumed
from warroom.core.impactkinds import BadFigure, called, fitting, kind_of
from warroom.core.incident import Figure, Incident, Thing, Window
from warroom.core.language import later, say, speaker
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import AHEAD, Arg, Given, Misused, Refused, Verb
from warroom.core.vocabulary import LEVELS, Level


def of_figure(what: str) -> Thing:
    return Thing(later("impact"), what)


_PEOPLE: Final = frozenset(
    """
    user users customer customers client clients people persons person subscriber subscribers account accounts visitor visitors
    member members guest guests patient patients student students merchant merchants buyer buyers passenger passengers
    pengguna pelanggan nasabah orang konsumen pengunjung anggota akun pasien siswa mahasiswa penumpang pembeli penjual klien
    """.split()  # noqa: SIM905
)


class ImpactMeasured(Event, frozen=True, kw_only=True, tag="impact.measured", gc=False):
    """One figure of the impact. `amount` is a decimal number as text, since money and shares are never floats, or the words
    where nobody can give a number (`no data lost`).
    """

    quiet = True
    what: str
    amount: str
    unit: str = ""
    estimate: bool = False
    since: Moment | None = None
    """Since when it counts; of lost data, the beginning of the time whose data is lost."""
    until: Moment | None = None

    def apply(self, state: State) -> None:
        held = [f for f in state.figures if f.what == self.what]
        same = any((f.amount, f.unit) == (self.amount, self.unit) for f in held)
        state.claim(of_figure(self.what), self, same=same)
        others = tuple(f for f in state.figures if f.what != self.what)
        figure = Figure(
            self.what,
            self.amount,
            self.unit,
            self.estimate,
            self.by,
            self.at,
            self.id,
            self.since,
            self.until,
        )
        state.figures = (*others, figure)

    def sentence(self, incident: Incident, say: Say) -> str:
        about = say("about ") if self.estimate else ""
        amount = f"{about}{written(speaker(say).number(self.amount), self.unit)}"
        said = say("impact, {what}: {amount}").format(what=called(self.what, say), amount=amount)
        span = between(self.since, self.until, zone(incident.zone), say)
        return f"{said}, {span}" if span else said


class ImpactWithdrawn(Event, frozen=True, kw_only=True, tag="impact.withdrawn", gc=False):
    """A figure that should not stand there."""

    quiet = True
    what: str
    why: str = ""

    def apply(self, state: State) -> None:
        held = any(f.what == self.what for f in state.figures)
        state.claim(of_figure(self.what), self, same=not held)
        state.figures = tuple(f for f in state.figures if f.what != self.what)

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("impact, {what}: taken back").format(what=called(self.what, say)), self.why)


class ImpactWindow(Event, frozen=True, kw_only=True, tag="impact.window", gc=False):
    """Users felt it from `starts` to `ends` (None: still). `prev` replaces an earlier window."""

    quiet = True
    starts: Moment
    ends: Moment | None = None
    level: Level = "full"
    component: str = ""

    def apply(self, state: State) -> None:
        kept = tuple(w for w in state.windows if w.event != self.prev)
        state.windows = (*kept, Window(self.starts, self.ends, self.level, self.component, self.id))

    def sentence(self, incident: Incident, say: Say) -> str:
        sentence = (
            say("impact window ({level}) ended {component}")
            if self.ends
            else say("impact began ({level}) {component}")
        )
        return sentence.format(level=say(self.level), component=self.component).strip()


class WindowRemoved(Event, frozen=True, kw_only=True, tag="impact.window_removed", gc=False):
    """An impact window that should not stand there. `window` is the id of the fact that recorded it."""

    quiet = True
    window: str
    why: str = ""

    def apply(self, state: State) -> None:
        state.windows = tuple(w for w in state.windows if w.event != self.window)

    def sentence(self, incident: Incident, say: Say) -> str:
        return because(say("impact window taken back"), self.why)


def between(since: datetime | None, until: datetime | None, zone: tzinfo, say: Say) -> str:
    """`since 14:02`, `14:02 to 14:20`, with the day where the two have another; "" where nothing is known."""
    if since is None:
        return ""
    clock, day = speaker(say).clock, speaker(say).day
    first = since.astimezone(zone)
    if until is None:
        return say("since {clock}").format(clock=clock(first))
    last = until.astimezone(zone)
    ends = clock(last) if last.date() == first.date() else f"{day(last.date())} {clock(last)}"
    return say("{begin} to {end}").format(begin=clock(first), end=ends)


Fact = ImpactMeasured | ImpactWindow | ImpactWithdrawn | WindowRemoved


def _impact(incident: Incident, given: Given) -> Sequence[Event]:
    kind = kind_of(given["what"])
    try:
        found = fitting(kind, given["amount"])
    except BadFigure as error:
        raise Refused(str(error)) from None
    since, until = given["since"], given["until"]
    if until and not since:
        raise Refused(say("--until needs --since: the time of which it is"))
    if until and until.at < since.at:
        raise Refused(say("it ends before it begins; give --since and --until in order"))
    if since and max(since.at, until.at if until else since.at) > given.now + AHEAD:
        raise Refused(say("that lies in the future; record it when it has happened"))
    return [
        ImpactMeasured(
            **given.stamp(), what=kind, amount=found.number, unit=found.unit, estimate=found.about or bool(given["estimate"]),
            since=since.at if since else None, until=until.at if until else None, prev=incident.head(of_figure(kind)),
        )
    ]  # fmt: skip


def _withdraw(incident: Incident, given: Given) -> Sequence[Event]:
    what = given["figure"].what
    return [
        ImpactWithdrawn(
            **given.stamp(), what=what, why=given["why"] or "", prev=incident.head(of_figure(what))
        )
    ]


def _window(_incident: Incident, given: Given) -> Sequence[Event]:
    """A new window, or another one in the place of one that is there: what is not said stays as it was."""
    instead: Window | None = given["instead"]
    starts = given["from"].at if given["from"] else instead.starts if instead else None
    ends = given["to"].at if given["to"] else instead.ends if instead else None
    if starts is None:
        raise Misused(say("when did it begin? --from 14:02"))
    if ends and ends < starts:
        raise Refused(say("the window ends before it starts; give --from and --to in order"))
    if max(starts, ends or starts) > given.now + AHEAD:
        raise Refused(say("that lies in the future; a window is recorded when it has begun or ended"))
    level, component = given["level"], given["component"]
    return [
        ImpactWindow(
            **given.stamp(), starts=starts, ends=ends, level=level or (instead.level if instead else "full"),
            component=(instead.component if instead else "") if component is None else component,
            prev=instead.event if instead else "",
        )
    ]  # fmt: skip


def _end_window(incident: Incident, given: Given) -> Sequence[Event]:
    going = [w for w in incident.windows if w.ends is None]
    meant: Window | None = given["window"] or (going[-1] if going else None)
    if meant is None:
        raise Refused(say("no impact window goes on"))
    if meant.ends:
        raise Refused(say("it has ended already; correct it with /window --instead"))
    if given.when < meant.starts:
        raise Refused(say("the window ends before it starts; give --from and --to in order"))
    if given.when > given.now + AHEAD:
        raise Refused(say("that lies in the future; a window is recorded when it has begun or ended"))
    return [
        ImpactWindow(
            **given.stamp(), starts=meant.starts, ends=given.when, level=meant.level, component=meant.component,
            prev=meant.event,
        )
    ]  # fmt: skip


def _remove(_incident: Incident, given: Given) -> Sequence[Event]:
    return [WindowRemoved(**given.stamp(), window=given["window"].event, why=given["why"] or "")]


_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)

VERBS = (
    Verb(
        "impact", "state", "set an impact figure (users 12000 --estimate)", _impact,
        (
            Arg("what", "impact", "what is counted: users, requests, money, cases, data, or another word"),
            Arg("amount", "amount", "how much (12000 requests, 99.95 %, Rp 1,2 miliar, no data lost)", rest=True),
            Arg("estimate", "switch", "it is an estimate", required=False, flag=True),
            Arg("since", "time", "since when it counts; of data, the beginning of what is lost", required=False, flag=True),
            Arg("until", "time", "the end of what is lost", required=False, flag=True),
        ), also="users customers money figure damage", fulfils=("severity_and_impact", "figures_set"),
        example=("impact users 12000 --estimate",),
    ),
    Verb(
        "window", "state", "record an impact window (--from 14:02 --to 15:10 --level full)", _window,
        (
            Arg("from", "time", "when users began to feel it", required=False, flag=True),
            Arg("to", "time", "when it ended", required=False, flag=True),
            Arg("level", "choice", "full or degraded", required=False, flag=True, choices=LEVELS),
            Arg("component", "maybe_text", "which part", required=False, flag=True),
            Arg("instead", "window", "which window it corrects (14:02, `last`)", required=False, flag=True),
        ),
        asks=("from", "to"), also="outage downtime impact degraded",
        example=("window --from -30m --to -5m --level degraded --component checkout",),
    ),
    Verb(
        "endwindow", "state", "end an impact window: users feel it no longer", _end_window,
        (Arg("window", "window", "which window: when it began (14:02), a part of its id, or `last`", required=False),),
        also="outage over recovered impact", example=("window --from -30m", "endwindow"),
    ),
    Verb(
        "unimpact", "state", "take an impact figure back", _withdraw,
        (Arg("figure", "figure", "which figure: what it counts (users)"), _MAYBE_WHY), on="figure",
        example=("impact users 12000", "unimpact users counted twice"),
    ),
    Verb(
        "unwindow", "state", "take an impact window back", _remove,
        (Arg("window", "window", "which window: when it began (14:02), a part of its id, or `last`"), _MAYBE_WHY),
        on="window", example=("window --from -30m", "unwindow last nobody felt it"),
    ),
)  # fmt: skip


def _sized(incident: Incident) -> Met | None:
    """Both the severity that somebody chose and a figure; the later of the two acts fulfils it."""
    if not incident.figures or not incident.severities or incident.part(Assumed).severity:
        return None
    figure = min(incident.figures, key=lambda f: f.at)
    chosen = incident.severities[0]
    return Met(figure.at, figure.by) if figure.at >= chosen.at else Met(chosen.at, chosen.by)


def _counts_people(figure: Figure) -> bool:
    """Whether it says how many people were hit, in either language: `users`, `pelanggan terdampak`, `12 (orang)`."""
    words = re.findall(r"[^\W\d_]+", f"{figure.what} {figure.unit}".casefold())
    return not _PEOPLE.isdisjoint(words)


def _figures(incident: Incident) -> Met | None:
    users = next((f for f in incident.figures if _counts_people(f)), None)
    return Met(users.at, users.by) if users and (incident.windows or incident.reached("resolved")) else None


RULES: dict[str, Rule] = {"severity_and_impact": _sized, "figures_set": _figures}
