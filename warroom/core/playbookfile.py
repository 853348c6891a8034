"""Playbook files: TOML text in, a checked `Playbook` out. An open incident carries its playbook and does without this module."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from warroom.core.families import RULES
from warroom.core.language import say
from warroom.core.playbook import Duty, Item, Law, Playbook, Severity, Step, Texts
from warroom.core.playbookwrong import misfit, not_toml, told
from warroom.core.text import clean
from warroom.core.tomlplace import Place, line_of
from warroom.core.vocabulary import Role

MAX_BYTES: Final = 48 * 1024
"""What a playbook may take as JSON: it travels as one event, and an event fits a line of 64 KiB."""

PLANNED_RULES: Final = frozenset({"protocol"}) - RULES.keys()
"""What a playbook may name although no family has it yet: people tick such an item."""
KNOWN_RULES: Final = PLANNED_RULES | RULES.keys()
"""The names that `fulfilled_by` may hold."""

Kind = TypeVar("Kind")


class BadPlaybook(ValueError):
    """A playbook that cannot be used. The message is one line: which file, which key, what is wrong."""


# -- the files, as they are written ----------------------------------------------------------------

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,39}\Z")]
Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?\Z")]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Long = Annotated[str, msgspec.Meta(max_length=600)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
SeverityKey = Literal["1", "2", "3", "4"]
SeverityNumber = Literal[1, 2, 3, 4]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table in a file: a key that we do not know is a slip of the pen, and said so."""


class _Item(_File, frozen=True, kw_only=True):
    number: Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]?\.[1-9][0-9]?\Z")]
    title: Short
    help: Long = ""
    fulfilled_by: str = ""
    severities: list[SeverityNumber] = []
    due: dict[SeverityKey, Minutes] = {}


class _Step(_File, frozen=True, kw_only=True):
    number: Annotated[int, msgspec.Meta(ge=1, le=99)]
    title: Short
    item: Annotated[list[_Item], msgspec.Meta(min_length=1, max_length=99)]


class _Severity(_File, frozen=True, kw_only=True):
    name: Short
    meaning: Long
    update_minutes: Minutes | None = None
    first_update_minutes: Minutes | None = None
    roles: list[Role] = []
    audiences: list[str] = []
    postmortem: Literal["required", "optional"] = "optional"
    postmortem_days: Annotated[int, msgspec.Meta(ge=1, le=365)] | None = None
    working_days: bool = False


class _Duty(_File, frozen=True, kw_only=True):
    id: Code
    name: Short
    within: Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,3} ?(h|d|months?)\Z")]
    after: Code | None = None


class _Law(_File, frozen=True, kw_only=True):
    name: Short
    ask_from: Annotated[int, msgspec.Meta(ge=1, le=4)] | None = None
    duty: Annotated[list[_Duty], msgspec.Meta(min_length=1, max_length=20)]


class _Base(_File, frozen=True, kw_only=True):
    id: Code
    version: Annotated[int, msgspec.Meta(ge=1)] = 1
    language: Language
    outside: list[str] = []
    audience: dict[Code, Short] = {}
    severity: dict[SeverityKey, _Severity] = {}
    law: dict[Code, _Law] = {}
    step: Annotated[list[_Step], msgspec.Meta(min_length=1)]


class _ItemWords(_File, frozen=True, kw_only=True):
    title: Short
    help: Long = ""


class _SeverityWords(_File, frozen=True, kw_only=True):
    name: Short
    meaning: Long


class _Translation(_File, frozen=True, kw_only=True):
    translates: Code
    language: Language
    audience: dict[str, Short] = {}
    severity: dict[str, _SeverityWords] = {}
    law: dict[str, Short] = {}
    duty: dict[str, Short] = {}
    step: dict[str, Short] = {}
    item: dict[str, _ItemWords] = {}


def parse(texts: Mapping[str, str]) -> Playbook:
    """The playbook that is written in these files (name -> text): one with the structure, the others its translations.

    Raises BadPlaybook.
    """
    base: tuple[str, _Base] | None = None
    translations: dict[str, _Translation] = {}
    for file, text in texts.items():
        table = _table(file, text)
        if "translates" in table:
            translations[file] = _convert(file, text, table, _Translation)
        elif base:
            raise BadPlaybook(
                say(
                    "{file}: {base} has the steps already; a translation begins with `translates`",
                    file=file,
                    base=base[0],
                )
            )
        else:
            base = file, _convert(file, text, table, _Base)
    if base is None:
        raise BadPlaybook(
            say(
                "{found}: the file with the steps themselves is missing",
                found=", ".join(texts) or say("no file"),
            )
        )
    _Slips(base[0], texts[base[0]], base[1])
    languages = {base[1].language}
    for file, translation in translations.items():
        _check_translation(file, texts[file], translation, base[1])
        if translation.language in languages:
            raise BadPlaybook(
                say(
                    "{file}: language: there is a file for `{language}` already",
                    file=file,
                    language=translation.language,
                )
            )
        languages.add(translation.language)
    return _assemble(base[0], base[1], list(translations.values()))


def _table(file: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPlaybook(not_toml(file, str(error))) from None


def _convert(file: str, text: str, table: dict[str, object], kind: type[Kind]) -> Kind:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise BadPlaybook(misfit(file, text, table, error, kind)) from None


class _Slips:
    """Looks for what no type can say: numbers that fit, names that exist. The first that is wrong is raised."""

    def __init__(self, file: str, text: str, base: _Base) -> None:
        self._file, self._text = file, text
        self._no_twins(base)
        for s, step in enumerate(base.step):
            for i, item in enumerate(step.item):
                self._item(step, item, ("step", s, "item", i))
        for number, severity in base.severity.items():
            place: Place = ("severity", number, "audiences")
            self._audiences(f"severity.{number}.audiences", severity.audiences, place, base)
        self._audiences("outside", base.outside, ("outside",), base)
        for name, law in base.law.items():
            self._law(name, law)

    def _refuse(self, what: str, place: Place) -> None:
        raise BadPlaybook(told(self._file, line_of(self._text, place), what))

    def _no_twins(self, base: _Base) -> None:
        steps: list[tuple[Place, str]] = [(("step", s), str(step.number)) for s, step in enumerate(base.step)]
        items: list[tuple[Place, str]] = [
            (("step", s, "item", i), item.number)
            for s, step in enumerate(base.step)
            for i, item in enumerate(step.item)
        ]
        for what, numbers in (("step", steps), ("item", items)):
            times = Counter(number for _, number in numbers)
            twin = next(((p, n) for p, n in reversed(numbers) if times[n] > 1), None)
            if twin:
                said = say("{what} {number} is there {times} times; give each a number of its own", what=say(what),
                           number=twin[1], times=times[twin[1]])  # fmt: skip
                self._refuse(said, (*twin[0], "number"))

    def _item(self, step: _Step, item: _Item, place: Place) -> None:
        if not item.number.startswith(f"{step.number}."):
            said = say(
                "item {number} stands in step {step}; call it {step}.N, or move it", number=item.number,
                step=step.number,
            )  # fmt: skip
            self._refuse(said, (*place, "number"))
        if item.fulfilled_by and item.fulfilled_by not in KNOWN_RULES:
            said = say(
                "item {number}: fulfilled_by: there is no rule `{rule}`; `warroom playbook rules` lists them",
                number=item.number, rule=clean(item.fulfilled_by),
            )  # fmt: skip
            self._refuse(said, (*place, "fulfilled_by"))

    def _audiences(self, key: str, named: list[str], place: Place, base: _Base) -> None:
        for audience in named:
            if audience not in base.audience:
                said = say(
                    "{key}: [audience] has no `{audience}`; add it there", key=key, audience=clean(audience)
                )
                self._refuse(said, place)

    def _law(self, name: str, law: _Law) -> None:
        """Each duty has an id of its own, and counts from one that stands before it."""
        before: set[str] = set()
        for d, duty in enumerate(law.duty):
            place: Place = ("law", name, "duty", d)
            if duty.id in before:
                said = say(
                    "law.{law}: there are two duties `{duty}`; give each an id of its own",
                    law=name,
                    duty=duty.id,
                )
                self._refuse(said, (*place, "id"))
            if duty.after and duty.after not in before:
                said = say(
                    "law.{law}: duty `{duty}` counts from `{after}`, which does not stand before it", law=name,
                    duty=duty.id, after=duty.after,
                )  # fmt: skip
                self._refuse(said, (*place, "after"))
            before.add(duty.id)


def _check_translation(file: str, text: str, words: _Translation, base: _Base) -> None:
    """A translation of something that is not there is a slip, or belongs to another version of the playbook."""
    if words.translates != base.id:
        said = say(
            "translates `{theirs}`, but the playbook is `{ours}`", theirs=words.translates, ours=base.id
        )
        raise BadPlaybook(told(file, line_of(text, ("translates",)), said))
    there: dict[str, set[str]] = {
        "step": {str(step.number) for step in base.step},
        "item": {item.number for step in base.step for item in step.item},
        "severity": set(base.severity),
        "audience": set(base.audience),
        "law": set(base.law),
        "duty": {f"{law}.{duty.id}" for law, one in base.law.items() for duty in one.duty},
    }
    for what, known in there.items():
        for key in getattr(words, what):
            if key not in known:
                said = say(
                    "{what}.{key}: the playbook has no such {what}; take it out", what=what, key=clean(key)
                )
                raise BadPlaybook(told(file, line_of(text, (what, key)), said))


class _Words:
    """The parts of a playbook, each with its texts in every language."""

    def __init__(self, base: _Base, translations: list[_Translation]) -> None:
        self._language, self._translations = base.language, translations

    def texts(self, first: str, others: Iterable[tuple[str, str | None]]) -> Texts:
        every = ((self._language, first), *others)
        return {language: cleaned for language, text in every if text and (cleaned := clean(text))}

    def step(self, written: _Step) -> Step:
        words = ((t.language, t.step.get(str(written.number))) for t in self._translations)
        return Step(written.number, self.texts(written.title, words), tuple(map(self.item, written.item)))

    def item(self, written: _Item) -> Item:
        words = [(t.language, t.item[written.number]) for t in self._translations if written.number in t.item]
        return Item(
            written.number,
            self.texts(written.title, ((language, w.title) for language, w in words)),
            self.texts(written.help, ((language, w.help) for language, w in words)),
            written.fulfilled_by,
            due={str(severity): minutes for severity, minutes in written.due.items()},
            severities=tuple(sorted(set(written.severities))),
        )

    def severity(self, number: SeverityKey, written: _Severity) -> Severity:
        words = [(t.language, t.severity[number]) for t in self._translations if number in t.severity]
        return Severity(
            int(number),
            self.texts(written.name, ((language, w.name) for language, w in words)),
            self.texts(written.meaning, ((language, w.meaning) for language, w in words)),
            written.update_minutes,
            tuple(written.roles),
            tuple(written.audiences),
            written.postmortem,
            written.postmortem_days,
            written.working_days,
            written.first_update_minutes,
        )

    def audience(self, audience: str, name: str) -> Texts:
        return self.texts(name, ((t.language, t.audience.get(audience)) for t in self._translations))


def _assemble(file: str, base: _Base, translations: list[_Translation]) -> Playbook:
    words = _Words(base, translations)
    playbook = Playbook(
        base.id,
        tuple(map(words.step, base.step)),
        base.version,
        (base.language, *(t.language for t in translations)),
        tuple(words.severity(number, base.severity[number]) for number in sorted(base.severity)),
        {audience: words.audience(audience, name) for audience, name in base.audience.items()},
        tuple(_law(name, written, words.texts, translations) for name, written in base.law.items()),
        tuple(base.outside),
    )
    _not_too_large(file, playbook)
    return playbook


def _not_too_large(file: str, playbook: Playbook) -> None:
    size = len(msgspec.json.encode(playbook))
    if size > MAX_BYTES:
        raise BadPlaybook(
            say(
                "{file}: with its translations it takes {size} bytes; {most} at most",
                file=file,
                size=size,
                most=MAX_BYTES,
            )
        )


def _law(
    name: str,
    written: _Law,
    texts: Callable[[str, Iterable[tuple[str, str | None]]], Texts],
    translations: list[_Translation],
) -> Law:
    def duty(one: _Duty) -> Duty:
        words = ((t.language, t.duty.get(f"{name}.{one.id}")) for t in translations)
        hours, months = _within(one.within)
        return Duty(one.id, texts(one.name, words), hours, months, one.after or "")

    words = ((t.language, t.law.get(name)) for t in translations)
    return Law(name, texts(written.name, words), tuple(map(duty, written.duty)), written.ask_from or 0)


def _within(text: str) -> tuple[int, int]:
    """Hours and months: `24h`, `14 d`, `1 month`."""
    number = int(text.rstrip("hdmonts "))
    if "month" in text:
        return 0, number
    return number * (24 if text.endswith("d") else 1), 0
