"""How a verb's words are read: which word belongs to which argument, and one parser for each kind of argument.

A parser takes text from a person and gives a checked value, or raises `Misused` with one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, TypeVar

import msgspec
from msgspec import structs

from warroom.core.amounts import Amount, BadAmount, parse_amount
from warroom.core.clock import BadTime
from warroom.core.impactkinds import kind_of
from warroom.core.incident import Figure, Incident, Window
from warroom.core.language import say, spoken
from warroom.core.rows import Row
from warroom.core.text import clean, clean_name, quoted
from warroom.core.verb import Arg, Circumstance, Given, Misused, Named, Verb
from warroom.core.vocabulary import ROLE_NAMES, SECTIONS, Role, role_named
from warroom.core.when import When, parse_ahead, parse_due, parse_duration, parse_slot, parse_when
from warroom.core.wordorder import sort_out, with_its_time

Parser = Callable[[str, Incident, Circumstance], Any]

T = TypeVar("T", bound=Named)


def text(raw: str, _incident: Incident, _given: Circumstance) -> str:
    said = clean(raw)
    if not said:
        raise Misused(say("there is no text; nothing was recorded"))
    return said


def maybe_text(raw: str, _incident: Incident, _given: Circumstance) -> str:
    return clean(raw)


def pad(raw: str, _incident: Incident, _given: Circumstance) -> str:
    return clean(raw, multiline=True)


def message(raw: str, _incident: Incident, _given: Circumstance) -> str:
    said = clean(raw, multiline=True)
    if not said:
        raise Misused(say("there is no text; nothing was recorded"))
    return said


def audience(raw: str, incident: Incident, _given: Circumstance) -> str:
    """One of those that the playbook or the house knows."""
    from warroom.core import audiences  # by need: few acts name one

    if found := audiences.find(clean_name(raw), incident):
        return found
    raise Misused(
        say(
            "{raw} is none of the audiences: {audiences}",
            raw=quoted(clean(raw)),
            audiences=", ".join(audiences.known(incident)),
        )
    )


def several_audiences(raw: str, incident: Incident, given: Circumstance) -> tuple[str, ...]:
    named = [part for part in raw.split(",") if part.strip()]
    return tuple(dict.fromkeys(audience(part, incident, given) for part in named or [raw]))


def time(raw: str, _incident: Incident, given: Circumstance) -> When:
    return parse_when(raw, given.now, given.zone)


def ahead(raw: str, _incident: Incident, given: Circumstance) -> When:
    return parse_ahead(raw, given.now, given.zone)


def slot(raw: str, _incident: Incident, given: Circumstance) -> When:
    return parse_slot(raw, given.now, given.zone)


def due(raw: str, _incident: Incident, given: Circumstance) -> date:
    return parse_due(raw, given.now.astimezone(given.zone).date())


def duration(raw: str, _incident: Incident, _given: Circumstance) -> timedelta:
    return parse_duration(raw)


def person(raw: str, incident: Incident, given: Circumstance) -> str:
    name = clean_name(raw).removeprefix("@")
    if not name:
        raise Misused(say("there is no name"))
    if name == "me":
        return given.by
    here = next((m.person for m in incident.roster if m.person.casefold() == name.casefold()), "")
    known = None if here else given.people().find(name)
    if known is None:
        return here or name
    # Whoever is in the room under another of their names stays the one person that they are.
    return next((m.person for m in incident.roster if given.people().find(m.person) is known), known.name)


def role(raw: str, _incident: Incident, _given: Circumstance) -> Role:
    if known := role_named(clean_name(raw)):
        return known
    raise Misused(
        say("{raw} is not a role; choose from {roles}", raw=quoted(raw), roles=", ".join(ROLE_NAMES))
    )


def item(raw: str, incident: Incident, _given: Circumstance) -> str:
    number = raw.strip()
    if incident.playbook is None:
        raise Misused(say("this incident has no checklist"))
    numbers = [i.number for step in incident.playbook.steps for i in step.items]
    if number not in numbers:
        raise Misused(
            say(
                "{raw} is not an item of the checklist; items run from {first} to {last}",
                raw=quoted(clean(raw)),
                first=numbers[0],
                last=numbers[-1],
            )
        )
    return number


def severity(raw: str, _incident: Incident, _given: Circumstance) -> int:
    found = re.fullmatch(r"(?:sev[- ]?|p|s)?([1-4])", raw.strip().lower())
    if not found:
        raise Misused(
            say(
                "{raw} is not a severity; it is 1 (worst) to 4; if unsure, take the more serious one",
                raw=quoted(clean(raw)),
            )
        )
    return int(found[1])


def systems(raw: str, _incident: Incident, _given: Circumstance) -> tuple[str, ...]:
    names = dict.fromkeys(clean_name(part) for part in raw.split(","))
    found = tuple(n for n in names if n)
    if not found:
        raise Misused(say("there is no system; name one or more, separated by commas"))
    return found


def objections(raw: str, incident: Incident, given: Circumstance) -> tuple[tuple[str, str], ...]:
    """Who objects and why: `citra: loses the open orders; budi: too slow`."""
    found = []
    for part in filter(None, (clean(part) for part in raw.split(";"))):
        name, colon, why = part.partition(":")
        if not (colon and name.strip() and why.strip()):
            raise Misused(
                say("{raw} is no objection; write NAME: REASON, and ; between two", raw=quoted(part))
            )
        found.append((person(name, incident, given), why.strip()))
    return tuple(found)


def amount(raw: str, _incident: Incident, _given: Circumstance) -> Amount:
    try:
        return parse_amount(raw)
    except BadAmount as error:
        raise Misused(str(error)) from None


def entry(raw: str, incident: Incident, given: Circumstance) -> Row:
    """An entry by its id or any unique part; `last` is the newest of the person who acts."""
    wanted = raw.strip().lower()
    if wanted == "last":
        for row in incident.rows.newest():
            if row.logged and row.by == given.by and row.struck is None:
                return row
        raise Misused(say("you have logged nothing yet"))
    whole = incident.row(wanted)
    if whole and whole.logged:  # as a key gives it: no need to look at all of them
        return whole
    return _one([r for r in incident.rows if r.logged], wanted, "entry")


class Words(msgspec.Struct, frozen=True):
    """A fact in which somebody wrote something."""

    id: str
    text: str


def entry_or_fact(raw: str, incident: Incident, given: Circumstance) -> Row | Words:
    """An entry, else a fact by a part of its id or of the words in it."""
    try:
        return entry(raw, incident, given)
    except Misused:
        facts = [(r.id, getattr(r.event, "text", None)) for r in incident.rows if r.event is not None]
        # One that was redacted before is meant too: doing it again goes on with what was cut short.
        found = [Words(i, text) for i, text in facts if isinstance(text, str) and text]
        wanted = raw.strip().casefold()
        if not wanted or not any(
            wanted in w.text.casefold() or (len(wanted) >= 4 and wanted in w.id) for w in found
        ):
            raise
        return _one(found, wanted, "fact")


def of_sort(kind: str) -> Parser:
    """What reads an argument of that kind: one of the things that a family keeps, by a part of its id or text."""
    from warroom.core.families import SORTS  # which are made of all families, whose verbs are read here

    sort = SORTS[kind]

    def parse(raw: str, incident: Incident, _given: Circumstance) -> Any:
        return _one(sort.every(incident), raw.strip().casefold(), sort.word, sort.live(incident))

    return parse


def section(raw: str, incident: Incident, given: Circumstance) -> str:
    """A part of the report: ours, one of the team's own, or one that somebody wrote already."""
    known = dict.fromkeys((*SECTIONS, *incident.sections))
    ours = Arg("section", "choice", "", choices=tuple(known))
    try:
        return _choice(ours, raw)
    except Misused:
        return _choice(structs.replace(ours, choices=tuple({**known, **given.parts()})), raw)


def figure(raw: str, incident: Incident, _given: Circumstance) -> Figure:
    """A figure of the impact by what it counts."""
    wanted = kind_of(clean(raw))
    found = [f for f in incident.figures if f.what == wanted]
    if not found:
        there = ", ".join(f.what for f in incident.figures) or say("none yet")
        raise Misused(say("no figure counts {raw}; there are: {there}", raw=quoted(clean(raw)), there=there))
    return found[0]


def window(raw: str, incident: Incident, given: Circumstance) -> Window:
    """An impact window by a part of its id or component, or by when it began (14:02); `last` is the newest."""
    wanted = clean(raw).casefold()
    if not incident.windows:
        raise Misused(say("no impact window is recorded"))
    if wanted == "last":
        return incident.windows[-1]
    found = [w for w in incident.windows if len(wanted) >= 4 and wanted in w.event]
    found = found or [w for w in incident.windows if wanted and wanted in w.component.casefold()]
    found = found or [w for w in incident.windows if _begins(w, wanted, given)]
    if len(found) == 1:
        return found[0]
    begun = ", ".join(spoken().clock(w.starts.astimezone(given.zone)) for w in incident.windows)
    raise Misused(
        say(
            "{raw} fits {count} of the windows, which begin at {begun}; or give a part of the id",
            raw=quoted(clean(raw)),
            count=len(found),
            begun=begun,
        )
    )


def _begins(found: Window, wanted: str, given: Circumstance) -> bool:
    local = found.starts.astimezone(given.zone)
    return wanted.replace(".", ":") in (f"{local:%H:%M}", f"{local:%Y-%m-%d %H:%M}")


def _by_id(candidates: Sequence[T], wanted: str) -> list[T]:
    exact = [c for c in candidates if c.id == wanted]
    return exact or [c for c in candidates if len(wanted) >= 4 and wanted in c.id]


def _one(candidates: Sequence[T], wanted: str, what: str, live: Sequence[T] = ()) -> T:
    """The one candidate whose id, or whose text, has the wanted part; where several texts have it, the one that is `live`."""
    if not wanted:
        raise Misused(say("name the {what} by a part of its id or of its text", what=say(what)))
    found = _by_id(candidates, wanted) or [c for c in candidates if wanted in c.text.casefold()]
    if len(found) > 1 and len(among := [c for c in found if c in live]) == 1:
        return among[0]
    if len(found) == 1:
        return found[0]
    if found:
        raise Misused(
            say(
                "{wanted} fits {found} of them; give more of the {what}'s id",
                wanted=quoted(clean(wanted)),
                found=len(found),
                what=say(what),
            )
        )
    raise Misused(
        say("no {what} has {wanted} in its id or text", what=say(what), wanted=quoted(clean(wanted)))
    )


def switch(_raw: str, _incident: Incident, _given: Circumstance) -> bool:
    return True


def number(raw: str, _incident: Incident, _given: Circumstance) -> int:
    if not re.fullmatch(r"\d{1,9}", raw.strip()):
        raise Misused(say("{raw} is not a whole number", raw=quoted(clean(raw))))
    return int(raw)


PARSERS: Final[dict[str, Parser]] = {
    "text": text, "symptoms": text, "maybe_text": maybe_text, "pad": pad, "time": time, "ahead": ahead, "slot": slot,
    "due": due, "duration": duration,
    "person": person, "party": person, "objections": objections,
    "role": role, "item": item, "severity": severity, "systems": systems, "amount": amount,
    "entry": entry, "switch": switch, "number": number,
    "impact": text, "law": text,
    "figure": figure, "window": window, "message": message, "audience": audience, "audiences": several_audiences,
    "brief": text, "readback": text, "incident": text, "section": section,
}  # fmt: skip


# -- which word belongs to which argument ------------------------------------------------------------


def read(
    verb: Verb,
    tokens: Sequence[str],
    incident: Incident,
    given: Circumstance,
    parsers: Mapping[str, Parser] = PARSERS,
) -> Given:
    """The words behind a verb, as typed on the shell or in the entry line, parsed.

    Raises:
        Misused: a word is missing, too many, or unreadable; the message says which and how.
    """
    raw, at, main = sort_out(verb, tokens, given)
    when = None
    if at is not None:
        try:
            when = parse_when(at, given.now, given.zone)
        except BadTime as error:
            raise Misused(str(error)) from None
    if raw.get(main, "").lstrip()[:1] in ("@", "-") and verb.on != "entry":
        raw[main], when = with_its_time(raw[main], when, given)
    values: dict[str, Any] = {}
    for arg in verb.args:
        if arg.name in raw:
            values[arg.name] = one_value(arg, raw[arg.name], incident, given, parsers)
        elif arg.required:
            raise Misused(
                say(
                    "{name} needs this: {help}; usage: {usage}",
                    name=verb.name,
                    help=say(arg.help),
                    usage=verb.usage,
                )
            )
    return Given(
        given.by, given.now, given.zone, given.new_id, people=given.people, playbooks=given.playbooks, parts=given.parts,
        others=given.others, values=values, at=when,
    )  # fmt: skip


def one_value(
    arg: Arg, text: str, incident: Incident, given: Circumstance, parsers: Mapping[str, Parser] = PARSERS
) -> Any:
    """One argument's text as its value.

    Raises:
        Misused: it is unreadable.
    """
    if arg.kind == "choice":
        return _choice(arg, text)
    try:
        if arg.facts:
            return entry_or_fact(text, incident, given)
        return (parsers.get(arg.kind) or of_sort(arg.kind))(text, incident, given)
    except BadTime as error:
        raise Misused(str(error)) from None


def _choice(arg: Arg, text: str) -> str:
    wanted = text.strip().lower().replace("-", "_").replace(" ", "_")
    exact = [c for c in arg.choices if c == wanted]
    found = exact or [c for c in arg.choices if wanted and c.startswith(wanted)]
    if len(found) != 1:
        raise Misused(
            say(
                "{text} is not a {name}; choose from {choices}",
                text=quoted(text),
                name=arg.name,
                choices=", ".join(arg.choices),
            )
        )
    return found[0]
