"""Commands that look over all incidents: what is still to be done, and how long things took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.shell import Shell
from warroom.core.clock import span, zone
from warroom.core.incident import Action, Incident
from warroom.core.metrics import DEFINITIONS, metrics
from warroom.core.verbs import Arg, Given
from warroom.session import overview
from warroom.session.room import wall_clock
from warroom.storage.errors import StorageError

_NEVER: Final = date.max


def _incidents(shell: Shell) -> Iterator[Incident]:
    """Every incident that can be read; the others are named on standard error."""
    for incident_id in shell.library.ids():
        try:
            yield overview.read(shell.library.path_of(incident_id)).incident
        except StorageError as error:
            output.note(f"{error} (left out)")


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
        heads = ("incident", "due", "owner", "type", "state", "follow-up")
        table = output.table(heads, [_as_row(incident, action, now) for incident, action in found])
        output.put_lines(table, colour=shell.colour)
    else:
        output.say("nothing is to be done; `warroom action TEXT --owner NAME --due 2w` adds a follow-up")
    return 0


def _overdue(incident: Incident, action: Action, now: datetime) -> bool:
    today = now.astimezone(zone(incident.zone)).date()
    return action.state == "todo" and action.due is not None and action.due < today


def _as_json(incident: Incident, action: Action, now: datetime) -> dict[str, Any]:
    due = action.due.isoformat() if action.due else None
    return {
        "incident": incident.id, "id": action.id, "text": action.text, "owner": action.owner, "due": due,
        "type": action.type, "state": action.state, "overdue": _overdue(incident, action, now),
    }  # fmt: skip


def _as_row(incident: Incident, action: Action, now: datetime) -> list[Any]:
    due = action.due.isoformat() if action.due else "-"
    style = "bad" if _overdue(incident, action, now) else ""
    return [incident.id, ((due, style),), action.owner or "-", action.type or "-", action.state, action.text]


def _stats(shell: Shell, _given: Given) -> int:
    from statistics import median  # slow to import

    now = wall_clock()
    incidents = list(_incidents(shell))
    measured: dict[str, list[float]] = {name: [] for name in DEFINITIONS}
    for incident in incidents:
        for name, metric in metrics(incident, now).items():
            if metric.seconds is not None and not metric.running:
                measured[name].append(metric.seconds)
    middle = {name: median(values) if values else None for name, values in measured.items()}
    if shell.as_json:
        figures = {
            name: {"n": len(measured[name]), "median": middle[name], "definition": DEFINITIONS[name]}
            for name in DEFINITIONS
        }
        output.put_json({"incidents": len(incidents), "open": sum(i.is_open for i in incidents), **figures})
        return 0
    output.say(f"{len(incidents)} incidents, {sum(i.is_open for i in incidents)} of them open")
    rows = [
        [name, str(len(measured[name])), "-" if value is None else span(value), DEFINITIONS[name]]
        for name, value in middle.items()
    ]
    output.put_lines(output.table(("figure", "n", "median", "definition"), rows), colour=shell.colour)
    return 0


COMMANDS: Final = (
    command(
        "follow-ups", "what is still to be done, over all incidents", _follow_ups,
        Arg("all", "switch", "also what is done or dropped", required=False, flag=True),
    ),
    command("stats", "how long things took: the median over all incidents, and of how many", _stats),
)  # fmt: skip
