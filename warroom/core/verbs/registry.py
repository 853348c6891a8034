"""What a verb is, and how its words become facts.

A verb is declared once (see the families beside this module) and from there come the key, the entry line's `/verb`, the command
palette, `warroom verb …` on the shell, the F1 help and `docs/verbs.md`. `make` is pure: `(Incident, Given) -> events`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final, Literal, TypeVar

import msgspec

from warroom.core.clock import BadTime
from warroom.core.events import Event, Precision
from warroom.core.incident import Incident
from warroom.core.when import When, parse_when

E = TypeVar("E", bound=Event)
Family = Literal["timeline", "checklist", "state", "people", "report", "room"]
Pane = Literal["", "steps", "timeline", "roster", "notes"]
Subject = Literal["", "entry", "item", "person", "hypothesis", "action"]
"""What a verb can be done to, where one of it is selected on the screen."""


class Refused(ValueError):
    """The act can't be done; the one-line message says what to do instead. Nothing has changed."""


class Misused(Refused):
    """The words do not fit the verb: an argument is missing, unknown or unreadable."""


class Arg(msgspec.Struct, frozen=True):
    """One argument. Positional unless `flag`; a flag that is `rest` may also be given as the words left over."""

    name: str
    kind: str
    """Names its parser in `core.verbs.arguments`."""
    help: str
    required: bool = True
    flag: bool = False
    rest: bool = False
    choices: tuple[str, ...] = ()


class Given(msgspec.Struct, frozen=True):
    """What the person gave, parsed, and the circumstances of the act."""

    values: Mapping[str, Any]
    by: str
    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]
    at: When | None = None

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def when(self) -> datetime:
        """When it happened: as said, else now."""
        return self.at.at if self.at else self.now

    @property
    def precision(self) -> Precision:
        return self.at.precision if self.at else "exact"

    def fact(self, kind: type[E], **fields: Any) -> E:
        """An event of this act."""
        return kind(id=self.new_id(), by=self.by, **{"at": self.when, **fields})


Make = Callable[[Incident, Given], Sequence[Event]]


def always(_incident: Incident) -> str | None:
    """The verb is never unavailable."""
    return None


class Verb(msgspec.Struct, frozen=True):
    """One thing that a person can do."""

    name: str
    family: Family
    help: str
    """One short sentence, in the imperative."""
    make: Make
    args: tuple[Arg, ...] = ()
    key: str = ""
    """Default key in the room, a Textual key name; empty: no key of its own."""
    pane: Pane = ""
    """Where the key works; empty: in every list of the room."""
    on: Subject = ""
    """What it acts on: the selected one is taken, and where another sort is selected the key says so."""
    confirm: str = ""
    """The question to ask first; `{id}`, `{title}` and argument names are filled in."""
    rewrites: bool = False
    """It takes words out of what is on disk, which no undo brings back."""
    off: Callable[[Incident], str | None] = always
    """Why it is unavailable now; None when it is available."""

    @property
    def usage(self) -> str:
        return " ".join((self.name, *(_shape(a) for a in self.args)))


def _shape(arg: Arg) -> str:
    word = (
        "|".join(arg.choices) if arg.choices and len(arg.choices) <= 4 else arg.name.upper().replace("_", "-")
    )
    if arg.flag:
        word = (
            f"--{arg.name.replace('_', '-')}"
            if arg.kind == "switch"
            else f"--{arg.name.replace('_', '-')} {word}"
        )
    return word if arg.required else f"[{word}]"


Parser = Callable[[str, Incident, "Circumstance"], Any]


class Circumstance(msgspec.Struct, frozen=True):
    """Who acts, when and where; the clock and the ids are handed in."""

    by: str
    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]


def read(
    verb: Verb, tokens: Sequence[str], incident: Incident, given: Circumstance, parsers: Mapping[str, Parser]
) -> Given:
    """The words behind a verb, as typed on the shell or in the entry line, parsed.

    Raises:
        Misused: a word is missing, too many, or unreadable; the message says which and how.
    """
    raw, at = _sort_out(verb, tokens)
    when = None
    if at is not None:
        try:
            when = parse_when(at, given.now, given.zone)
        except BadTime as error:
            raise Misused(str(error)) from None
    values: dict[str, Any] = {}
    for arg in verb.args:
        if arg.name in raw:
            values[arg.name] = one_value(arg, raw[arg.name], incident, given, parsers)
        elif arg.required:
            raise Misused(f"{verb.name}: {arg.help} is missing; usage: {verb.usage}")
    return Given(values, given.by, given.now, given.zone, given.new_id, when)


def one_value(
    arg: Arg, text: str, incident: Incident, given: Circumstance, parsers: Mapping[str, Parser]
) -> Any:
    """One argument's text as its value.

    Raises:
        Misused: it is unreadable.
    """
    if arg.choices:
        return _choice(arg, text)
    try:
        return parsers[arg.kind](text, incident, given)
    except BadTime as error:
        raise Misused(str(error)) from None


def _choice(arg: Arg, text: str) -> str:
    wanted = text.strip().lower().replace("-", "_").replace(" ", "_")
    exact = [c for c in arg.choices if c == wanted]
    found = exact or [c for c in arg.choices if wanted and c.startswith(wanted)]
    if len(found) != 1:
        raise Misused(f"{text!r} is no {arg.name}; choose from {', '.join(arg.choices)}")
    return found[0]


_JOINED: Final = {"systems": ",", "symptoms": "; "}
"""The kinds of option that may be given again, and what comes between."""


def _sort_out(verb: Verb, tokens: Sequence[str]) -> tuple[dict[str, str], str | None]:
    """Which word belongs to which argument."""
    flags = {a.name.replace("_", "-"): a for a in verb.args if a.flag}
    raw: dict[str, str] = {}
    loose: list[str] = []
    at: str | None = None
    words = iter(tokens)
    literal = False
    for word in words:
        if literal or not word.startswith("--"):
            loose.append(word)
            continue
        if word == "--":
            literal = True
            continue
        name, equals, value = word[2:].partition("=")
        arg = flags.get(name)
        if arg is None and name != "at":
            raise Misused(f"{verb.name} has no --{name}; usage: {verb.usage}")
        if arg is not None and arg.kind == "switch":
            raw[arg.name] = "yes"
            continue
        if not equals:
            value = next(words, "")
        if not value:
            raise Misused(f"--{name} needs a value; usage: {verb.usage}")
        if arg is None:
            at = value
        else:
            raw[arg.name] = _joined(verb, arg, raw.get(arg.name), value)
    _hand_out(verb, loose, raw)
    return raw, at


def _joined(verb: Verb, arg: Arg, before: str | None, value: str) -> str:
    """An option's value with what stood behind the same option before."""
    if before is None:
        return value
    if arg.kind not in _JOINED:
        raise Misused(f"--{arg.name.replace('_', '-')} stands there twice; usage: {verb.usage}")
    return before + _JOINED[arg.kind] + value


def _hand_out(verb: Verb, loose: list[str], raw: dict[str, str]) -> None:
    for arg in (a for a in verb.args if not a.flag):
        if not loose:
            return
        if arg.rest:
            raw[arg.name] = " ".join(loose)
            loose.clear()
        else:
            raw[arg.name] = loose.pop(0)
    spare = next((a for a in verb.args if a.flag and a.rest and a.name not in raw), None)
    if loose and spare:
        raw[spare.name] = " ".join(loose)
    elif loose:
        raise Misused(f"{verb.name}: {' '.join(loose)!r} is too much; usage: {verb.usage}")
