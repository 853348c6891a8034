"""Commands that look over all incidents: what is still to be done, and how long things took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from msgspec.structs import asdict

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.shell import Shell
from warroom.core import cadence
from warroom.core.clock import span, zone
from warroom.core.incident import Action, Incident
from warroom.core.language import language, many, say, spoken
from warroom.core.metrics import NAMES, Name, Spread, contradictions, countable, spread
from warroom.core.verb import Arg, Given
from warroom.reports.figures import DEFINITIONS
from warroom.session import overview
from warroom.session.room import wall_clock
from warroom.storage.errors import StorageError

_NEVER: Final = date.max
_ID: Final = 6
"""So many last characters of an id are shown; any part that fits one follow-up names it."""


def _incidents(shell: Shell) -> Iterator[Incident]:
    """The incident that `--incident` names, else every one that can be read; the others are named on standard error."""
    if shell.options.incident:
        yield overview.read(shell.file()).incident
        return
    for incident_id in shell.library.ids():
        try:
            yield overview.read(shell.library.path_of(incident_id)).incident
        except StorageError as error:
            output.note(say("{problem} (left out)", problem=error))


# -- follow-ups ------------------------------------------------------------------------------------


def _follow_ups(shell: Shell, given: Given) -> int:
    now = wall_clock()
    found = [
        (incident, action)
        for incident in _incidents(shell)
        for action in incident.actions
        if given["all"] or action.state == "todo"
    ]
    found.sort(key=lambda pair: (pair[1].due or _NEVER, pair[1].at))
    if shell.as_json:
        output.put_json([_as_json(incident, action, now) for incident, action in found])
    elif found:
        heads = (say("incident"), "id", say("due"), say("state"), say("owner"), say("type"), say("follow-up"))
        table = output.table(heads, [_as_row(incident, action, now) for incident, action in found])
        output.put_lines(table, colour=shell.colour)
    else:
        output.say(say("nothing is to be done; `warroom action TEXT --owner NAME --due 2w` adds a follow-up"))
    return 0


def _days_over(incident: Incident, action: Action, now: datetime) -> int:
    return cadence.days_over(action, cadence.today(now, zone(incident.zone)))


def _as_json(incident: Incident, action: Action, now: datetime) -> dict[str, Any]:
    due = action.due.isoformat() if action.due else None
    return {
        "incident": incident.id, "id": action.id, "text": action.text, "owner": action.owner, "due": due,
        "type": action.type, "state": action.state, "overdue": _days_over(incident, action, now) > 0,
    }  # fmt: skip


def _as_row(incident: Incident, action: Action, now: datetime) -> list[Any]:
    days = _days_over(incident, action, now)
    due = action.due.isoformat() if action.due else "-"
    state = many(days, "{n} day overdue", "{n} days overdue") if days else say(action.state)
    style = "bad" if days else ""
    kind = say(action.type) if action.type else "-"
    # Where the terminal is narrow the type goes first, then the owner: the state stands before them.
    return [
        incident.id, action.id[-_ID:], ((due, style),), ((state, style),), action.owner or "-", kind, action.text
    ]  # fmt: skip


# -- stats -----------------------------------------------------------------------------------------


def _stats(shell: Shell, _given: Given) -> int:
    now = wall_clock()
    # What was declared by mistake was no incident.
    incidents = [i for i in _incidents(shell) if i.status != "cancelled"]
    measured: dict[Name, list[float]] = {name: [] for name in NAMES}
    for incident in incidents:
        for name, seconds in countable(incident, now).items():
            measured[name].append(seconds)
    spreads = {name: spread(values) for name, values in measured.items()}
    doubted = sum(1 for i in incidents if contradictions(i, now))
    running = sum(i.is_open for i in incidents)
    if shell.as_json:
        english = language("en")
        figures = {
            name: {**asdict(spreads[name]), "definition": english(DEFINITIONS[name])} for name in NAMES
        }
        output.put_json(
            {"incidents": len(incidents), "open": running, "contradict_themselves": doubted, **figures}
        )
        return 0
    output.say(
        many(
            len(incidents),
            "{n} incident, {running} open",
            "{n} incidents, {running} of them open",
            running=running,
        )
    )
    if doubted:
        output.say(
            many(
                doubted,
                "{n} of them contradicts itself; figures that hang on that are left out",
                "{n} of them contradict themselves; figures that hang on that are left out",
            )
        )
    rows = [
        [name, str(s.n), _length(s.median), _length(s.p90), _range(s), say(DEFINITIONS[name])]
        for name, s in spreads.items()
    ]
    heads = (say("figure"), "n", say("median"), "p90", say("least – most"), say("definition"))
    output.put_lines(output.table(heads, rows), colour=shell.colour)
    return 0


def _range(found: Spread) -> str:
    return "-" if found.n < 2 else f"{_length(found.min)} – {_length(found.max)}"


def _length(seconds: float | None) -> str:
    return "-" if seconds is None else span(seconds, spoken().code)


COMMANDS: Final = (
    command(
        "follow-ups", "what is still to be done, over all incidents or in the one that --incident names", _follow_ups,
        Arg("all", "switch", "also what is done or dropped", required=False, flag=True),
    ),
    command("stats", "how long things took over all incidents: median, 90th percentile, least and most, and of how many", _stats),
)  # fmt: skip
