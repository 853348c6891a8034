"""What a verb is: how it is called, what it takes, and the facts that it makes.

A verb is declared once, in its family (`core.families`), and from there come the key, the entry line's `/verb`, the command
palette, `warroom verb …` on the shell, the F1 help and `docs/verbs.md`. `make` is pure: `(Incident, Given) -> events`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, Literal, Protocol

import msgspec

from warroom.core.directory import Directory, nobody
from warroom.core.envelope import Event, Stamp
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.others import Others, none
from warroom.core.playbook import Playbook, Texts
from warroom.core.vocabulary import Precision
from warroom.core.when import When

Chapter = Literal["timeline", "checklist", "state", "people", "report", "room"]
Pane = Literal["", "steps", "timeline", "roster", "notes"]
Subject = Literal[
    "", "entry", "item", "person", "hypothesis", "action", "figure", "window", "assignment", "question", "asked", "option",
    "change", "check", "deadline",
]  # fmt: skip
"""What a verb can be done to, where one of it is selected on the screen. `asked` is an assignment or a question."""
_WIDER: Final = {"assignment": "asked", "question": "asked"}


def suits(on: Subject, sort: str) -> bool:
    """Whether a verb that acts on `on` can be done to a row of that sort."""
    return bool(on) and on in (sort, _WIDER.get(sort))


AHEAD: Final = timedelta(minutes=1)
"""So far ahead of ours somebody's clock may be; what lies further ahead has not happened."""


class Refused(ValueError):
    """The act can't be done; the one-line message says what to do instead. Nothing has changed."""


class Misused(Refused):
    """The words do not fit the verb: an argument is missing, unknown or unreadable."""


class Arg(msgspec.Struct, frozen=True):
    """One argument. Positional unless `flag`; a flag that is `rest` may also be given as the words left over."""

    name: str
    kind: str
    """Names its parser in `core.arguments`."""
    help: str
    required: bool = True
    flag: bool = False
    rest: bool = False
    choices: tuple[str, ...] = ()
    facts: bool = False
    """Where an entry is meant, it may also be a fact in which somebody wrote something."""
    meanings: tuple[str, ...] = ()
    """What each of the choices means, where that is more than its word."""


class Named(Protocol):
    """What a person names by a part of its id or of its text."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


class Sort(msgspec.Struct, frozen=True):
    """A sort of thing that a family keeps and that people name: what an argument of that kind can mean."""

    name: Subject
    word: str
    """What one of them is called."""
    every: Callable[[Incident], Sequence[Named]]
    live: Callable[[Incident], Sequence[Named]]
    """Those that one would mean now: what a question offers, and what is taken where nothing else fits."""
    select: str
    """What to do where one must be selected, and is not."""
    none: str
    """What to do where there is none."""


def no_playbook(name: str) -> Playbook:
    """Where none can be looked up."""
    raise Refused(say("no playbook can be looked up here; nothing was changed"))


def no_parts() -> Mapping[str, Texts]:
    """The report has no parts but ours."""
    return {}


class Circumstance(msgspec.Struct, frozen=True):
    """Who acts, when and where; the clock and the ids are handed in."""

    by: str
    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]
    people: Callable[[], Directory] = nobody
    """Who there is to call; read only by what needs it."""
    playbooks: Callable[[str], Playbook] = no_playbook
    """A playbook by its name; read only by what needs it. Raises Refused."""
    parts: Callable[[], Mapping[str, Texts]] = no_parts
    """Parts of the report that are the team's own, with their titles; read only by what needs it. Raises Refused."""
    others: Callable[[], Others] = none
    """Which other incidents there are; likewise."""


class Given(Circumstance, frozen=True):
    """The circumstances of the act, and what the person gave, parsed."""

    values: Mapping[str, Any] = {}
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

    def stamp(self, at: datetime | None = None) -> Stamp:
        """The envelope of one more fact of this act; `at` where it happened at another time."""
        return Stamp(id=self.new_id(), at=at or self.when, by=self.by)


Make = Callable[[Incident, Given], Sequence[Event]]


def always(_incident: Incident) -> str | None:
    """The verb is never unavailable."""
    return None


def enough(_incident: Incident, _words: Mapping[str, str]) -> Sequence[str]:
    """Nothing more is asked for."""
    return ()


def unknown(_incident: Incident, _words: Mapping[str, str], _arg: str) -> str:
    """Nothing holds now."""
    return ""


class Verb(msgspec.Struct, frozen=True):
    """One thing that a person can do."""

    name: str
    chapter: Chapter
    """Under which heading help and manual list it."""
    help: str
    """One short sentence, in the imperative."""
    make: Make
    args: tuple[Arg, ...] = ()
    key: str = ""
    """Default key in the room, a Textual key name, or several with commas between; empty: no key of its own."""
    pane: Pane = ""
    """Where the key works; empty: in every list of the room."""
    on: Subject = ""
    """What it acts on: the selected one is taken, and where another sort is selected the key says so."""
    asks: tuple[str, ...] = ()
    """Arguments that a key asks for although they may be left out."""
    confirm: str = ""
    """The question to ask first; `{id}`, `{title}` and argument names are filled in."""
    rewrites: bool = False
    """It takes words out of what is on disk, which no undo brings back."""
    mends: bool = False
    """It is about the file, not about the incident: the session does it, and no fact is made."""
    door: bool = False
    """It is about the room, not about the incident: the screen or the shell carries it out, and no fact is made."""
    takes_back: bool = False
    """It undoes what was done before: a key says what that is, and asks."""
    also: str = ""
    """Other words that people look for when they want this, separated by spaces."""
    off: Callable[[Incident], str | None] = always
    """Why it is unavailable now; None when it is available."""
    fulfils: tuple[str, ...] = ()
    """The rules of the checklist that this is the way to: what *what next* offers."""
    wanted: Callable[[Incident], bool] = lambda _incident: True
    """Whether it is this one that the rule still waits for, where several verbs are the way to it."""
    more: Callable[[Incident, Mapping[str, str]], Sequence[str]] = enough
    """Which arguments a key asks for besides those that must be there, given the words so far (ids for things); each once."""
    held: Callable[[Incident, Mapping[str, str], str], str] = unknown
    """What holds now of an argument, given the words so far (ids for things): the answer begins with it."""
    example: tuple[str, ...] = ()
    """Lines that work on a small incident, the last one with this verb; `--as NAME` in front when somebody else acts."""

    @property
    def usage(self) -> str:
        return " ".join((self.name, *(_shape(a) for a in self.args)))


def told(arg: Arg) -> str:
    """What an argument is, with its choices where its words do not name them already."""
    help, named = say(arg.help), all(choice in arg.help for choice in arg.choices)
    return help if named or arg.meanings else f"{help}: {', '.join(arg.choices)}"


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
