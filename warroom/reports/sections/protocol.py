"""Which severity's protocol was taken on, when and by whom, and what it asked for."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.families.protocol import Protocol, active, protocol_of, words
from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Bullets, Missing, Piece
from warroom.reports.sections.builder import Builder


def _build(context: Context) -> Iterator[Piece]:
    incident, say = context.incident, context.say
    done = incident.part(Protocol).activations
    if done:
        yield Bullets(
            tuple(
                f"{context.reader.moment(a.at)}: SEV{a.severity}, {context.names.person(a.by)}"
                + _asked(context, a.severity)
                for a in done
            )
        )
    if protocol_of(incident, incident.severity) and active(incident) is None:
        yield Missing(
            say("the activation of the protocol of SEV{severity}", severity=incident.severity), "ic"
        )


def _asked(context: Context, severity: int) -> str:
    asked = words(context.incident, protocol_of(context.incident, severity), context.reader.say)
    return f": {'; '.join(asked)}" if asked else ""


PROTOCOL = Builder("protocol", later("Protocol of the severity"), _build)
