"""The parts of the report that people write: summary, cause, learnings …"""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.families.notes import EMPTY_PAD
from warroom.core.incident import Incident, Thing, Written
from warroom.core.language import later, say
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Refused, Verb
from warroom.core.vocabulary import SECTIONS, Section


def of_section(section: Section) -> Thing:
    return Thing(later("section"), section)


class SectionWritten(Event, frozen=True, kw_only=True, tag="section.written", gc=False):
    """Prose for a part of the report."""

    quiet = True
    multiline = True
    section: Section
    text: str

    def apply(self, state: State) -> None:
        held = state.sections.get(self.section)
        state.claim(of_section(self.section), self, same=held is not None and held.text == self.text)
        state.sections.put(self.section, Written(self.text, self.by, self.at, self.id))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("wrote the report's {section}").format(section=say(self.section))


Fact = SectionWritten


def _write(incident: Incident, given: Given) -> Sequence[Event]:
    section: Section = given["section"]
    held = incident.sections.get(section)
    if held and held.text == given["text"]:
        raise Refused(say("“{section}” is as it was; nothing was changed", section=say(section)))
    base = given["base"] or incident.head(of_section(section))
    prev = "" if base == EMPTY_PAD else base
    return [SectionWritten(**given.stamp(), section=section, text=given["text"], prev=prev)]


VERBS = (
    Verb(
        "write", "report", "write a part of the report (summary, cause, learnings …)", _write,
        (
            Arg("section", "choice", "which part", choices=SECTIONS), Arg("text", "pad", "the text", rest=True),
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
