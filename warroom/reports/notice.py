"""A notice for customers: what is not working, since when, what happens next; in plain words, without anything from inside.

Built only from what may be known outside: the message that was written for customers, times, the level of the impact, the status,
and the words that somebody read and marked as safe (`core.families.outside`): systems, symptoms, figures. Never from the title,
the timeline, the cause or a person's name, however it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from warroom.core.cadence import update_due, update_state
from warroom.core.families.outside import Field, is_safe
from warroom.core.incident import Window
from warroom.core.language import later
from warroom.core.text import for_terminal
from warroom.core.vocabulary import LEVELS, Level, Status
from warroom.reports.context import Context
from warroom.reports.phrases import figure_words

_NOW: Final[dict[Status, str]] = {
    "declared": later("We are looking into it."),
    "investigating": later("We are looking into it."),
    "identified": later("We know what is behind it and are working on it."),
    "mitigating": later("We are working on it."),
    "monitoring": later("Things should work again. We are watching closely."),
    "resolved": later("It has been resolved."),
    "closed": later("It has been resolved."),
}


def notice(context: Context) -> str:
    """The notice, paragraphs on a line each, ready for a mail or a status page."""
    return "\n\n".join([_title(context), *_paragraphs(context)]) + "\n"


def drafted(context: Context) -> bool:
    """Whether nobody has written the message for customers, so that the record alone speaks."""
    return not _written(context)


def _written(context: Context) -> str:
    found = context.incident.sections.get("external_message")
    return context.text(found.text).strip() if found else ""


def _title(context: Context) -> str:
    hit = _hit(context)
    return context.say("Service notice: {systems}", systems=hit) if hit else context.say("Service notice")


def left_out(context: Context) -> tuple[str, ...]:
    """Fields that the record has and nobody marked as safe, as `safe --field` takes them."""
    incident = context.incident
    there: dict[Field, bool] = {
        "systems": bool(incident.systems), "symptoms": bool(incident.symptoms), "impact": bool(incident.figures),
    }  # fmt: skip
    return tuple(field for field, has in there.items() if has and not is_safe(incident, field))


def _hit(context: Context) -> str:
    if not is_safe(context.incident, "systems"):
        return ""
    return ", ".join(" ".join(for_terminal(s, multiline=True).split()) for s in context.incident.systems)


def _paragraphs(context: Context) -> Iterator[str]:
    incident, say = context.incident, context.say
    if incident.status == "cancelled":
        yield say("This notice is withdrawn: there was no disturbance.")
        return
    if written := _written(context):
        yield for_terminal(written, multiline=True)
    yield " ".join((_when(context), say(_NOW[incident.status])))
    yield from _cleared(context)
    if incident.is_open:
        due = update_due(incident)
        if due and update_state(incident, context.now) != "overdue":
            yield say("You hear from us again by {moment}.", moment=context.reader.moment(due))
    else:
        yield say("We are sorry for the trouble this has caused you.")


def _cleared(context: Context) -> Iterator[str]:
    """Symptoms and figures, where somebody says that they may be told."""
    incident = context.incident
    if incident.symptoms and is_safe(incident, "symptoms"):
        yield for_terminal(context.text(incident.symptoms), multiline=True)
    if incident.figures and is_safe(incident, "impact"):
        told = "; ".join(figure_words(context, figure) for figure in incident.figures)
        yield for_terminal(f"{context.say('Impact')}: {told}.", multiline=True)


class _Felt(NamedTuple):
    """A stretch in which customers felt it; `end` None: still."""

    level: Level
    start: datetime
    end: datetime | None


def _when(context: Context) -> str:
    """What was how badly hit, from when to when, as far as that is known; what was down first."""
    what = _hit(context) or context.say("Our service")
    felt = _felt(context)
    if not felt:
        return context.say("{what}: disturbed.", what=what)
    return f"{what}: {'; '.join(_clause(context, f) for f in felt)}."


def _clause(context: Context, felt: _Felt) -> str:
    say, words = context.say, context.reader
    if felt.end is None:
        since = words.moment(felt.start)
        if felt.level == "full":
            return say("not available since {start}", start=since)
        return say("disturbed since {start}", start=since)
    length = words.duration((felt.end - felt.start).total_seconds())
    stretch = words.stretch(felt.start, felt.end)
    if felt.level == "full":
        return say("not available {stretch} ({length})", stretch=stretch, length=length)
    return say("disturbed {stretch} ({length})", stretch=stretch, length=length)


def _felt(context: Context) -> list[_Felt]:
    """The windows, overlaps as one; without any, from the first milestone to the last that is known."""
    incident = context.incident
    if incident.windows:
        return [f for level in LEVELS for f in _joined(incident.windows, level)]
    start = incident.reached("started")
    end = None
    if not incident.is_open or incident.status == "monitoring":
        end = incident.reached("mitigated") or incident.reached("resolved")
    if start is None or (end is None and not incident.is_open) or (end and end < start):
        return []
    return [_Felt("degraded", start, end)]


def _joined(windows: Iterable[Window], level: Level) -> Iterator[_Felt]:
    found: list[_Felt] = []
    for w in sorted((w for w in windows if w.level == level), key=lambda w: w.starts):
        last = found[-1] if found else None
        if last and (last.end is None or w.starts <= last.end):
            end = None if last.end is None or w.ends is None else max(last.end, w.ends)
            found[-1] = _Felt(level, last.start, end)
        else:
            found.append(_Felt(level, w.starts, w.ends))
    return iter(found)
