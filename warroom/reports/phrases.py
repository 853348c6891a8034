"""Turns of phrase that several reports share: figures with their units, the summary that the record itself gives."""

from __future__ import annotations

from typing import Final

from warroom.core.families.impact import between
from warroom.core.impactkinds import called
from warroom.core.incident import Figure
from warroom.reports.context import Context

_SIGNS: Final = frozenset({"$", "€", "£", "¥"})
_CURRENCIES: Final = _SIGNS | {
    "rp", "idr", "usd", "eur", "gbp", "sgd", "myr", "aud", "jpy", "cny", "inr", "chf", "us$", "s$", "a$",
}  # fmt: skip


def draft_summary(context: Context) -> str:
    """Two or three sentences that say no more than the record does."""
    incident, say = context.incident, context.say
    began = incident.reached("started") or incident.reached("declared")
    sentences = [
        say(
            "“{title}” is an incident of severity SEV{severity} that began {moment}.",
            title=incident.title,
            severity=incident.severity,
            moment=context.reader.moment(began) if began else say("at a time that was not recorded"),
        )
    ]
    length = context.metrics["ttr"].seconds
    if length is not None and not incident.is_open:
        sentences.append(say("It was resolved after {length}.", length=context.reader.duration(length)))
    elif incident.is_open:
        sentences.append(say("It is not over; its status is {status}.", status=say(incident.status)))
    else:
        sentences.append(say("It is over; how long it lasted is not known."))
    figures = "; ".join(figure_words(context, f) for f in incident.figures[:3])
    if figures or incident.systems:
        hit = ", ".join(incident.systems)
        sentences.append(f"{say('Affected')}: {'; '.join(part for part in (hit, figures) if part)}.")
    return " ".join(sentences)


def figure_words(context: Context, figure: Figure) -> str:
    """`users: about 1,200 people, since 14:02`."""
    number = counted(context, figure.amount, figure.unit)
    about = context.say("about {number}", number=number) if figure.estimate else number
    span = between(figure.since, figure.until, context.reader.zone, context.reader.say)
    return f"{called(figure.what, context.reader.say)}: {about}{f', {span}' if span else ''}"


def counted(context: Context, amount: str, unit: str) -> str:
    """`1,200 people`, `Rp 1.210.000`: a currency stands before its sum."""
    number = context.reader.number(amount)
    if unit.casefold() in _CURRENCIES:
        return f"{unit}{number}" if unit in _SIGNS else f"{unit} {number}"
    return f"{number} {unit}".strip()
