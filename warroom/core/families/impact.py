"""What it did to people: figures, and the windows of time in which they felt it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from warroom.core.amounts import written
from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Figure, Incident, Thing, Window
from warroom.core.language import later, say
from warroom.core.sentences import Say, because
from warroom.core.state import State
from warroom.core.verb import AHEAD, Arg, Given, Refused, Verb
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

    def apply(self, state: State) -> None:
        held = [f for f in state.figures if f.what == self.what]
        same = any((f.amount, f.unit) == (self.amount, self.unit) for f in held)
        state.claim(of_figure(self.what), self, same=same)
        others = tuple(f for f in state.figures if f.what != self.what)
        figure = Figure(self.what, self.amount, self.unit, self.estimate, self.by, self.at, self.id)
        state.figures = (*others, figure)

    def sentence(self, incident: Incident, say: Say) -> str:
        about = say("about ") if self.estimate else ""
        amount = f"{about}{written(self.amount, self.unit)}"
        return say("impact, {what}: {amount}").format(what=self.what, amount=amount)


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
        return because(say("impact, {what}: taken back").format(what=self.what), self.why)


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


Fact = ImpactMeasured | ImpactWindow | ImpactWithdrawn | WindowRemoved


def _impact(incident: Incident, given: Given) -> Sequence[Event]:
    what, found = given["what"].lower(), given["amount"]
    return [
        ImpactMeasured(
            **given.stamp(), what=what, amount=found.number, unit=found.unit, estimate=found.about or bool(given["estimate"]),
            prev=incident.head(of_figure(what)),
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
    starts, ends = given["from"], given["to"]
    if ends and ends.at < starts.at:
        raise Refused(say("the window ends before it starts; give --from and --to in order"))
    if max(starts.at, ends.at if ends else starts.at) > given.now + AHEAD:
        raise Refused(say("that lies in the future; a window is recorded when it has begun or ended"))
    instead: Window | None = given["instead"]
    return [
        ImpactWindow(
            **given.stamp(), starts=starts.at, ends=ends.at if ends else None, level=given["level"] or "full",
            component=given["component"] or "", prev=instead.event if instead else "",
        )
    ]  # fmt: skip


def _remove(_incident: Incident, given: Given) -> Sequence[Event]:
    return [WindowRemoved(**given.stamp(), window=given["window"].event, why=given["why"] or "")]


_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)

VERBS = (
    Verb(
        "impact", "state", "set an impact figure (users 12000 --estimate)", _impact,
        (
            Arg("what", "text", "what is counted (users, requests, money, data …)"),
            Arg("amount", "amount", "how much (12000 requests, 99.95 %, Rp 1,2 miliar, no data lost)", rest=True),
            Arg("estimate", "switch", "it is an estimate", required=False, flag=True),
        ), also="users customers money figure damage", example=("impact users 12000 --estimate",),
    ),
    Verb(
        "window", "state", "record an impact window (--from 14:02 --to 15:10 --level full)", _window,
        (
            Arg("from", "time", "when users began to feel it", flag=True),
            Arg("to", "time", "when it ended", required=False, flag=True),
            Arg("level", "choice", "full or degraded", required=False, flag=True, choices=LEVELS),
            Arg("component", "maybe_text", "which part", required=False, flag=True),
            Arg("instead", "window", "the window that this one corrects: its beginning, or `last`", required=False, flag=True),
        ),
        also="outage downtime impact degraded",
        example=("window --from -30m --to -5m --level degraded --component checkout",),
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
    return Met(incident.figures[0].at, incident.figures[0].by) if incident.figures else None


def _counts_people(figure: Figure) -> bool:
    """Whether it says how many people were hit, in either language: `users`, `pelanggan terdampak`, `12 (orang)`."""
    words = re.findall(r"[^\W\d_]+", f"{figure.what} {figure.unit}".casefold())
    return not _PEOPLE.isdisjoint(words)


def _figures(incident: Incident) -> Met | None:
    users = next((f for f in incident.figures if _counts_people(f)), None)
    return Met(users.at, users.by) if users and (incident.windows or incident.reached("resolved")) else None


RULES: dict[str, Rule] = {"severity_and_impact": _sized, "figures_set": _figures}
