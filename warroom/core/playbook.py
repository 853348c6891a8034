"""A playbook: the steps of an incident, their items, and what each severity demands. Data, not code.

A playbook is kept whole inside the incident that follows it, so that the record explains itself years later. `core.playbookfile`
reads one from text; what fulfils an item, the families know.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Texts = dict[str, str]
"""One text in several languages, by language code."""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language, else in English, else in whatever language there is; "" for none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to do."""

    number: str
    """Step and place in it, such as `3.2`."""
    titles: Texts
    helps: Texts = {}
    """What to do, and what done means."""
    fulfilled_by: str = ""
    """The rule that ticks it by itself; "" for an item that only people tick."""
    due: dict[str, int] = {}
    """Minutes after the declaration, by severity (`"1"` … `"4"`); a severity without one has no time limit."""
    severities: tuple[int, ...] = ()
    """Where it is to be done; empty: at every severity."""

    def title(self, language: str) -> str:
        return in_language(self.titles, language)

    def help(self, language: str) -> str:
        return in_language(self.helps, language)


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    number: int
    titles: Texts
    items: tuple[Item, ...]

    def title(self, language: str) -> str:
        return in_language(self.titles, language)


class Severity(msgspec.Struct, frozen=True, omit_defaults=True):
    """The protocol of one severity: what it demands as soon as an incident has it."""

    number: int
    names: Texts
    meanings: Texts
    update_minutes: int | None = None
    """The longest time between two updates; None when no rhythm is demanded."""
    roles: tuple[str, ...] = ()
    """Roles that somebody must hold: `ic`, `deputy`, `scribe`, `ops`, `comms`, `sme`, `liaison`, `observer`."""
    audiences: tuple[str, ...] = ()
    """Who must be told, by id; `Playbook.audience` has their names."""
    postmortem: str = "optional"
    """`required` or `optional`."""
    postmortem_days: int | None = None
    """The meeting is held within so many days after the end."""
    working_days: bool = False
    """Whether those days leave out Saturday and Sunday."""
    first_update_minutes: int | None = None
    """The first update is due so long after the severity was set; None: as the others."""

    def name(self, language: str) -> str:
        return in_language(self.names, language)

    def meaning(self, language: str) -> str:
        return in_language(self.meanings, language)


class Duty(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a law asks for, and within which time."""

    id: str
    names: Texts
    hours: int = 0
    months: int = 0
    after: str = ""
    """The duty of the same law from whose end on it counts; "" for the moment of being aware."""

    def name(self, language: str) -> str:
        return in_language(self.names, language)


class Law(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a law asks for once somebody is aware of an incident."""

    id: str
    names: Texts
    duties: tuple[Duty, ...]
    ask_from: int = 0
    """At this severity and worse ones the room asks whether the law applies; 0: nobody is asked."""

    def name(self, language: str) -> str:
        return in_language(self.names, language)


class Playbook(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    steps: tuple[Step, ...]
    version: int = 1
    languages: tuple[str, ...] = ("en",)
    """The language it was written in first, then those it is translated into."""
    severities: tuple[Severity, ...] = ()
    """SEV1 first."""
    audiences: dict[str, Texts] = {}
    laws: tuple[Law, ...] = ()
    outside: tuple[str, ...] = ()
    """Audiences who do not belong to the house: they are told only what somebody marked as safe."""

    def law(self, law: str) -> Law | None:
        """The law of that id, or None when the playbook has none."""
        return next((one for one in self.laws if one.id == law), None)

    def severity(self, number: int) -> Severity | None:
        """The protocol of that severity, or None when the playbook has none."""
        return next((s for s in self.severities if s.number == number), None)

    def item(self, number: str) -> Item | None:
        """The item with that number, or None."""
        return next((i for step in self.steps for i in step.items if i.number == number), None)

    def audience(self, audience: str, language: str) -> str:
        """How an audience is called; its id when nobody named it."""
        return in_language(self.audiences.get(audience, {}), language) or audience


def numbered_from(playbook: Playbook, first: int) -> Playbook:
    """The same steps under the numbers from `first` on."""
    steps = tuple(
        msgspec.structs.replace(
            step,
            number=number,
            items=tuple(
                msgspec.structs.replace(item, number=f"{number}.{item.number.partition('.')[2]}")
                for item in step.items
            ),
        )
        for number, step in enumerate(playbook.steps, first)
    )
    return msgspec.structs.replace(playbook, steps=steps)


def joined(first: Playbook, added: Playbook) -> Playbook:
    """The first with the steps of another behind its own; what severities demand stays the first's, where it says so.

    Where two were added at once under the same numbers, the later one's steps get the next that are free.
    """
    taken = {step.number for step in first.steps}
    if any(step.number in taken for step in added.steps):
        added = numbered_from(added, max(taken) + 1)
    return msgspec.structs.replace(
        first,
        steps=(*first.steps, *added.steps),
        severities=first.severities or added.severities,
        audiences={**added.audiences, **first.audiences},
        languages=tuple(dict.fromkeys((*first.languages, *added.languages))),
        outside=tuple(dict.fromkeys((*first.outside, *added.outside))),
    )
