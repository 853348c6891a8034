"""A message on how it stands: conditions, actions, needs, and when they hear next. Drafted from the record for one audience.

Inside the house it says what the record says. For people outside it is put together from nothing but the words of the severity
and the status, which are the playbook's and ours, and from what somebody marked as safe (`core.families.outside`): nothing is
taken out of a text that was written for the room, because nothing of such a text goes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from warroom.core import audiences
from warroom.core.cadence import promised
from warroom.core.families.outside import entry_is_safe, is_safe
from warroom.core.families.questions import Questions
from warroom.core.language import language, later
from warroom.core.rows import Row
from warroom.core.text import for_terminal
from warroom.core.vocabulary import ROLE_NAMES, Status
from warroom.reports import solution
from warroom.reports.context import Context
from warroom.reports.phrases import figure_words

_ACTS: Final = frozenset({"action", "change", "decision"})
_MOST_ACTS: Final = 4
_STATUS: Final[dict[Status, str]] = {
    "declared": later("We have noticed a problem and are looking into it."),
    "investigating": later("We are looking for the cause."),
    "identified": later("We know the cause and are working on the solution."),
    "mitigating": later("We are carrying out the solution."),
    "monitoring": later("The solution is in place, and we are watching whether it holds."),
    "resolved": later("The problem is solved."),
    "closed": later("The problem is solved."),
    "cancelled": later("There was no problem; the report of it was a mistake."),
}
"""What people outside are told of a status."""


class Message(msgspec.Struct, frozen=True):
    """A draft. `left_out`: how many acts an outside audience is not told, because nobody marked them as safe."""

    audience: str
    outside: bool
    subject: str
    conditions: tuple[str, ...]
    actions: tuple[str, ...]
    needs: tuple[str, ...]
    next_at: datetime | None
    left_out: int = 0


def draft(context: Context, audience: str, *, plan: bool = False, after: timedelta | None = None) -> Message:
    """What could be told to an audience now. `plan`: it announces what is about to be done. `after`: when they hear next."""
    incident = context.incident
    outside = audiences.is_outside(incident, audience)
    next_at = promised(incident, context.now, context.now + after if after else None)
    said = _Outside(context, plan) if outside else _Inside(context, plan)
    return Message(
        audience, outside, said.subject(), tuple(said.conditions()), tuple(said.actions()), tuple(said.needs()), next_at,
        said.left_out,
    )  # fmt: skip


class _Inside:
    """For the house: as the record has it."""

    left_out = 0

    def __init__(self, context: Context, plan: bool) -> None:
        self.context, self.plan = context, plan
        self.incident, self.say = context.incident, context.say

    def subject(self) -> str:
        return f"SEV{self.incident.severity} {self.incident.title} ({self.incident.id})"

    def conditions(self) -> Iterable[str]:
        context, incident, say = self.context, self.incident, self.say
        began = incident.milestones.get("started") or incident.milestones.get("declared")
        state = f"SEV{incident.severity}, {say(incident.status)}"
        if began:
            state += f", {say('since {moment}', moment=context.about(began.at, began.precision))}"
        yield f"{state}."
        if incident.systems:
            yield f"{say('Affected')}: {', '.join(incident.systems)}"
        if incident.symptoms:
            yield context.text(incident.symptoms)
        yield from _figures(context)
        causes = [h.text for h in incident.hypotheses if h.verdict == "confirmed"]
        if causes:
            yield f"{say('Cause')}: {'; '.join(context.text(c) for c in causes)}"
        elif suspected := [h.text for h in incident.hypotheses if h.verdict == "open"]:
            yield f"{say('Suspected')}: {'; '.join(context.text(s) for s in suspected)}"

    def rows(self) -> list[Row]:
        wanted = {"decision"} if self.plan else _ACTS
        return [r for r in self.incident.entries if r.kind in wanted and _stands(self.incident.undone, r)]

    def actions(self) -> Iterable[str]:
        if self.plan:
            yield from solution.announcement(self.context)
        yield from self.acts()

    def acts(self) -> Iterable[str]:
        most = 1 if self.plan else _MOST_ACTS
        for row in self.rows()[-most:]:
            yield f"{self.context.reader.clock(row.at)} {self.context.text(row.text)}"

    def needs(self) -> Iterable[str]:
        incident, say = self.incident, self.say
        protocol = incident.playbook.severity(incident.severity) if incident.playbook else None
        missing = [r for r in (protocol.roles if protocol else ()) if not incident.holders(r)]  # type: ignore[arg-type]
        if missing and incident.is_open:
            names = ", ".join(say(ROLE_NAMES[r]) for r in missing)  # type: ignore[index]
            yield say("Somebody for: {roles}", roles=names)
        for question in incident.part(Questions).open:
            yield say("An answer from {who}: {text}", who=question.to, text=self.context.text(question.text))


class _Outside(_Inside):
    """For everybody else: from what is safe."""

    def subject(self) -> str:
        if is_safe(self.incident, "title"):
            return self.context.text(self.incident.title)
        if is_safe(self.incident, "systems"):
            return self.say("Service update: {systems}", systems=", ".join(self.incident.systems))
        return self.say("Service update")

    def conditions(self) -> Iterable[str]:
        context, incident, say = self.context, self.incident, self.say
        yield say(_STATUS[incident.status])
        protocol = incident.playbook.severity(incident.severity) if incident.playbook else None
        if protocol and incident.is_open:
            yield protocol.meaning(context.reader.language)
        if incident.systems and is_safe(incident, "systems"):
            yield f"{say('Affected')}: {', '.join(incident.systems)}"
        if incident.symptoms and is_safe(incident, "symptoms"):
            yield context.text(incident.symptoms)
        began = incident.milestones.get("started")
        if began and is_safe(incident, "started"):
            yield say("It began {moment}.", moment=context.about(began.at, began.precision))
        if is_safe(incident, "impact"):
            yield from _figures(context)

    def rows(self) -> list[Row]:
        safe = [r for r in self.incident.entries if entry_is_safe(self.incident, r)]
        self.left_out = len({r.id for r in super().rows()} - {r.id for r in safe})
        return safe

    def actions(self) -> Iterable[str]:
        """Without the announcement: nobody has marked the words of a change as safe."""
        return self.acts()

    def needs(self) -> Iterable[str]:
        return ()


def _stands(undone: frozenset[str], row: Row) -> bool:
    return row.struck is None and row.redacted is None and row.id not in undone


def _figures(context: Context) -> Iterable[str]:
    for f in context.incident.figures:
        yield figure_words(context, f)


# -- as text ---------------------------------------------------------------------------------------


def long_form(message: Message, context: Context) -> str:
    """Everything, with the line on when they hear next at its end. The subject is not in it."""
    say = context.say
    acts = message.actions or ((say("Nothing is recorded yet."),) if not message.outside else ())
    needs = message.needs or ((say("Nothing at the moment."),) if not message.outside else ())
    parts = ((say("Conditions"), message.conditions), (say("Actions"), acts), (say("Needs"), needs))
    # To people outside the three words mean nothing: they get the sentences.
    blocks = [_block("" if message.outside else label, items) for label, items in parts if items]
    if message.next_at:
        blocks.append(next_line(message.next_at, context))
    return "\n\n".join(blocks)


def _block(label: str, items: tuple[str, ...]) -> str:
    flat = [" ".join(for_terminal(item, multiline=True).split()) for item in items]
    if not label:
        return "\n".join(flat)
    return f"{label}: {flat[0]}" if len(flat) == 1 else "\n".join([f"{label}:", *(f"- {i}" for i in flat)])


def next_line(moment: datetime, context: Context) -> str:
    """`Next update: 21 November 2026 15:10 UTC`."""
    return context.say("Next update: {when}", when=context.reader.moment(moment))


def says_next(text: str) -> bool:
    """Whether a message says already, in a language that we speak, when its readers hear next."""
    heads = tuple(language(code)("Next update: {when}").partition("{")[0].strip() for code in ("en", "id"))
    return any(line.startswith(heads) for line in text.split("\n"))
