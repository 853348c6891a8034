"""Verbs of the incident's state: severity, status, milestones, what is affected, the end and the return."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from warroom.core import events as ev
from warroom.core.incident import Incident
from warroom.core.verbs.registry import Arg, Given, Refused, Verb

_WHY = Arg("why", "text", "the reason", flag=True, rest=True)
_MAYBE_WHY = Arg("why", "text", "the reason", required=False, flag=True, rest=True)


def _only_open(incident: Incident) -> str | None:
    return None if incident.is_open else f"the incident is {incident.status}; reopen it first"


def _only_ended(incident: Incident) -> str | None:
    return "the incident is still open" if incident.is_open else None


def _only_resolved(incident: Incident) -> str | None:
    if incident.status == "closed":
        return "the incident is closed already"
    return "the incident is not resolved yet; resolve it first" if incident.is_open else None


def _severity(incident: Incident, given: Given) -> Sequence[ev.Event]:
    if given["severity"] == incident.severity:
        raise Refused(f"the severity is SEV{incident.severity} already")
    head = incident.heads.get("severity", "")
    return [given.fact(ev.SeverityChanged, severity=given["severity"], why=given["why"] or "", prev=head)]


def _status(incident: Incident, given: Given) -> Sequence[ev.Event]:
    if given["status"] == incident.status:
        raise Refused(f"the status is {incident.status} already")
    return [_to(incident, given, given["status"])]


def _to(incident: Incident, given: Given, status: ev.Status) -> ev.Event:
    return given.fact(
        ev.StatusChanged, status=status, why=given["why"] or "", prev=incident.heads.get("status", "")
    )


def _resolve(incident: Incident, given: Given) -> Sequence[ev.Event]:
    started = incident.reached("started")
    if started and given.when < started:
        raise Refused("it can't be resolved before it started; correct the time with --at, or mark started")
    ended = [
        given.fact(
            ev.ImpactWindow,
            starts=w.starts,
            ends=given.when,
            level=w.level,
            component=w.component,
            prev=w.event,
        )
        for w in incident.windows
        if w.ends is None and w.starts <= given.when
    ]
    return [_to(incident, given, "resolved"), *ended]


def _close(incident: Incident, given: Given) -> Sequence[ev.Event]:
    return [_to(incident, given, "closed")]


def _reopen(incident: Incident, given: Given) -> Sequence[ev.Event]:
    """The same timeline goes on, and a new impact window starts; the first one is written down if nobody had."""
    made: list[ev.Event] = [_to(incident, given, "investigating")]
    started, resolved = incident.reached("started"), incident.reached("resolved")
    if not incident.windows and started and resolved and started <= resolved:
        made.append(given.fact(ev.ImpactWindow, starts=started, ends=resolved))
    made.append(given.fact(ev.ImpactWindow, starts=given.when))
    return made


def _mark(incident: Incident, given: Given) -> Sequence[ev.Event]:
    milestone = given["milestone"]
    head = incident.heads.get(f"milestone.{milestone}", "")
    return [given.fact(ev.MilestoneMarked, milestone=milestone, precision=given.precision, prev=head)]


def _unmark(incident: Incident, given: Given) -> Sequence[ev.Event]:
    milestone = given["milestone"]
    held = incident.milestones.get(milestone)
    if held is None or held.derived:
        raise Refused(f"nobody has marked “{milestone.replace('_', ' ')}”")
    return [
        given.fact(
            ev.MilestoneCleared, milestone=milestone, prev=incident.heads.get(f"milestone.{milestone}", "")
        )
    ]


def _replace(
    about: str, kind: Callable[..., ev.Event], member: str
) -> Callable[[Incident, Given], Sequence[ev.Event]]:
    """A verb that sets one text of the incident."""

    def make(incident: Incident, given: Given) -> Sequence[ev.Event]:
        if getattr(incident, about) == given[about]:
            raise Refused(f"the {about} is as it was; nothing was changed")
        head = incident.heads.get(about, "")
        return [kind(id=given.new_id(), by=given.by, at=given.when, prev=head, **{member: given[about]})]

    return make


def _impact(incident: Incident, given: Given) -> Sequence[ev.Event]:
    what = given["what"].lower()
    head = incident.heads.get(f"impact.{what}", "")
    return [
        given.fact(
            ev.ImpactMeasured, what=what, amount=given["amount"], unit=given["unit"] or "",
            estimate=bool(given["estimate"]), prev=head,
        )
    ]  # fmt: skip


def _window(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    starts, ends = given["from"], given["to"]
    if ends and ends.at < starts.at:
        raise Refused("the window ends before it starts; give --from and --to in order")
    return [
        given.fact(
            ev.ImpactWindow, starts=starts.at, ends=ends.at if ends else None, level=given["level"] or "full",
            component=given["component"] or "",
        )
    ]  # fmt: skip


_MILESTONE = Arg("milestone", "choice", "which milestone", choices=ev.MILESTONES)

VERBS = (
    Verb(
        "sev", "state", "change the severity", _severity,
        (Arg("severity", "severity", "the severity, 1 (worst) to 4"), _MAYBE_WHY), key="s",
    ),
    Verb(
        "status", "state", "change the status", _status,
        (Arg("status", "choice", "the status", choices=ev.STATUSES[:5]), _MAYBE_WHY), key="S", off=_only_open,
    ),
    Verb("mark", "state", "mark a milestone, now or with --at", _mark, (_MILESTONE,), key="m"),
    Verb("unmark", "state", "take a milestone's mark back", _unmark, (_MILESTONE,)),
    Verb(
        "resolve", "state", "resolve the incident", _resolve, (_MAYBE_WHY,), key="R",
        confirm="Resolve {id} “{title}”?", off=_only_open,
    ),
    Verb(
        "close", "state", "close a resolved incident", _close, (_MAYBE_WHY,), key="C",
        confirm="Close {id} “{title}”?", off=_only_resolved,
    ),
    Verb(
        "reopen", "state", "reopen it on the same timeline, with a reason; a new impact window starts", _reopen,
        (_WHY,), key="O", off=_only_ended,
    ),
    Verb(
        "title", "state", "change the title", _replace("title", ev.Titled, "title"),
        (Arg("title", "text", "the title", rest=True),),
    ),
    Verb(
        "systems", "state", "name the affected systems, separated by commas", _replace("systems", ev.SystemsNamed, "systems"),
        (Arg("systems", "systems", "the systems", rest=True),),
    ),
    Verb(
        "symptoms", "state", "describe what is seen", _replace("symptoms", ev.SymptomsDescribed, "text"),
        (Arg("symptoms", "text", "what is seen", rest=True),),
    ),
    Verb(
        "impact", "state", "set an impact figure (users 12000 --estimate)", _impact,
        (
            Arg("what", "text", "what is counted (users, requests, money …)"), Arg("amount", "amount", "how much"),
            Arg("unit", "maybe_text", "its unit", required=False, rest=True),
            Arg("estimate", "switch", "it is an estimate", required=False, flag=True),
        ),
    ),
    Verb(
        "window", "state", "record an impact window (--from 14:02 --to 15:10 --level full)", _window,
        (
            Arg("from", "time", "when users began to feel it", flag=True),
            Arg("to", "time", "when it ended", required=False, flag=True),
            Arg("level", "choice", "full or degraded", required=False, flag=True, choices=ev.LEVELS),
            Arg("component", "maybe_text", "which part", required=False, flag=True),
        ),
    ),
)  # fmt: skip
