"""The parts of the report that people write: summary, cause, learnings …"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.families.notes import EMPTY_PAD
from warroom.core.incident import Incident, Thing, Written
from warroom.core.language import later, say
from warroom.core.playbook import Texts, in_language
from warroom.core.sentences import Say, code_of
from warroom.core.state import State
from warroom.core.verb import Arg, Circumstance, Given, Refused, Verb
from warroom.core.vocabulary import SECTIONS

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")]


def of_section(section: str) -> Thing:
    return Thing(later("section"), section)


def part_name(section: str, titles: Texts, say: Say) -> str:
    """What a part of the report is called, in the language of `say`."""
    if section in SECTIONS:
        return say(section)
    return in_language(titles, code_of(say)) or section.replace("_", " ")


class SectionWritten(Event, frozen=True, kw_only=True, tag="section.written", gc=False):
    """Prose for a part of the report."""

    quiet = True
    multiline = True
    section: Code
    text: str
    titles: Texts = msgspec.field(default_factory=dict)
    """Of a part that is the team's own."""

    def apply(self, state: State) -> None:
        held = state.sections.get(self.section)
        state.claim(of_section(self.section), self, same=held is not None and held.text == self.text)
        titles = self.titles or (held.titles if held else {})
        state.sections.put(self.section, Written(self.text, self.by, self.at, self.id, titles))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("wrote the report's {section}").format(section=part_name(self.section, self.titles, say))


Fact = SectionWritten


def own_sections(given: Circumstance) -> Sequence[Event]:
    """The parts of the report that are the team's own, for a new incident: there to be written. None where they can't be read:
    an incident is declared all the same, and the report says what is wrong.
    """
    try:
        parts = given.parts()
    except Refused:
        return ()
    return [
        SectionWritten(
            id=given.new_id(), at=given.now, by=given.by, section=key, text="", titles=dict(titles)
        )
        for key, titles in parts.items()
    ]


def _write(incident: Incident, given: Given) -> Sequence[Event]:
    section: str = given["section"]
    held = incident.sections.get(section)
    if held and held.text == given["text"]:
        raise Refused(
            say("“{section}” is as it was; nothing was changed", section=part_name(section, held.titles, say))
        )
    base = given["base"] or incident.head(of_section(section))
    prev = "" if base == EMPTY_PAD else base
    titles = held.titles if held else {} if section in SECTIONS else dict(given.parts().get(section, {}))
    return [SectionWritten(**given.stamp(), section=section, text=given["text"], titles=titles, prev=prev)]


VERBS = (
    Verb(
        "write", "report", "write a part of the report (summary, cause, learnings …)", _write,
        (
            Arg("section", "section", "which part", choices=SECTIONS), Arg("text", "pad", "the text", rest=True),
            Arg("base", "maybe_text", "the version that you started from, or `empty`", required=False, flag=True),
        ),
        key="w",
        also="report postmortem post-mortem summary cause learnings section",
        fulfils=("postmortem_drafted",), example=("write cause A pool of ten connections for forty workers.",),
    ),
)  # fmt: skip


def _drafted(incident: Incident) -> Met | None:
    written = [incident.sections.get("summary"), incident.sections.get("cause")]
    last = max((w for w in written if w), key=lambda w: w.at, default=None)
    return Met(last.at, last.by) if last and all(written) else None


RULES: dict[str, Rule] = {"postmortem_drafted": _drafted}
