"""What it did to people: figures, and the windows of time in which they felt it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event, Moment
from warroom.core.incident import Figure, Incident, Thing, Window
from warroom.core.language import later
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb
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
    """One figure of the impact. `amount` is a decimal number as text: money and shares are never floats."""

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
        amount = f"{about}{self.amount} {self.unit}".strip()
        return say("impact, {what}: {amount}").format(what=self.what, amount=amount)


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


Fact = ImpactMeasured | ImpactWindow


def _impact(incident: Incident, given: Given) -> Sequence[Event]:
    what = given["what"].lower()
    return [
        ImpactMeasured(
            **given.stamp(), what=what, amount=given["amount"], unit=given["unit"] or "",
            estimate=bool(given["estimate"]), prev=incident.head(of_figure(what)),
        )
    ]  # fmt: skip


def _window(_incident: Incident, given: Given) -> Sequence[Event]:
    starts, ends = given["from"], given["to"]
    if ends and ends.at < starts.at:
        raise Refused("the window ends before it starts; give --from and --to in order")
    return [
        ImpactWindow(
            **given.stamp(), starts=starts.at, ends=ends.at if ends else None, level=given["level"] or "full",
            component=given["component"] or "",
        )
    ]  # fmt: skip


VERBS = (
    Verb(
        "impact", "state", "set an impact figure (users 12000 --estimate)", _impact,
        (
            Arg("what", "text", "what is counted (users, requests, money …)"), Arg("amount", "amount", "how much"),
            Arg("unit", "maybe_text", "its unit", required=False, rest=True),
            Arg("estimate", "switch", "it is an estimate", required=False, flag=True),
        ), example=("impact users 12000 --estimate",),
    ),
    Verb(
        "window", "state", "record an impact window (--from 14:02 --to 15:10 --level full)", _window,
        (
            Arg("from", "time", "when users began to feel it", flag=True),
            Arg("to", "time", "when it ended", required=False, flag=True),
            Arg("level", "choice", "full or degraded", required=False, flag=True, choices=LEVELS),
            Arg("component", "maybe_text", "which part", required=False, flag=True),
        ), example=("window --from -30m --to -5m --level degraded --component checkout",),
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
