"""What may come next in a half-typed command: verbs, then their arguments, each with what it means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from warroom.core.checklist import checklist
from warroom.core.families import SORTS
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.core.sentences import shortened
from warroom.core.text import folded
from warroom.core.verb import Arg, Verb
from warroom.screens.asked import Here, choices_for, known_words, other_incidents, things
from warroom.screens.choose import OTHER, UNSURE
from warroom.views.cells import cells
from warroom.views.lines import Line, Signs, Span, crop
from warroom.views.people import suggested

MOST: Final = 12
_ID: Final = 6
"""So many of its last letters name a hypothesis, a follow-up and the like."""


class Next(NamedTuple):
    """One word that may come next, and what it means."""

    word: str
    meaning: str = ""


def candidates(text: str, here: Here) -> list[Next]:
    """What may come next; empty where nothing is known, or the text is no command."""
    if not text.startswith("/") or text.startswith("//"):
        return _mentioned(text, here)
    name, space, rest = text[1:].partition(" ")
    if not space:
        found = (Next(v.name, v.help) for v in VERBS.values() if v.off(here.incident) is None)
        return _fitting(found, name)
    verb = VERBS.get(name.lower())
    if verb is None:
        return []
    *typed, begun = rest.split(" ")
    arg = _argument(verb, [w for w in typed if w])
    flags = [Next(f"--{a.name}", a.help) for a in verb.args if a.flag and f"--{a.name}" not in typed]
    if begun.startswith("-"):
        return _fitting(flags, begun)
    values = _fitting(_values(arg, here), begun) if arg else []
    return values or ([] if begun or (arg and arg.required) else flags[:MOST])


def _mentioned(text: str, here: Here) -> list[Next]:
    """Whom a half-typed `@name` at the end of a plain line may mean."""
    word = text.rpartition(" ")[2]
    if len(word) < 2 or word[0] != "@" or not word[1].isalpha():
        return []
    people = (n for n in _people(here) if n.word != "me" and " " not in n.word)
    return _fitting((Next(f"@{n.word}", n.meaning) for n in people), word)


def completed(text: str, found: Sequence[Next]) -> str:
    """The text with as much of the next word as all candidates share, or with the first of them."""
    if not found:
        return text
    head, space, begun = text.rpartition(" ")
    command = not space and text.startswith("/")
    start = "/" if command else head + space
    begun = begun.removeprefix("/") if command else begun
    shared = _shared([f.word for f in found])
    if len(found) > 1 and len(shared) > len(begun):
        return start + shared
    return f"{start}{found[0].word} "


def _argument(verb: Verb, typed: Sequence[str]) -> Arg | None:
    """Which argument the next word belongs to."""
    if typed and typed[-1].startswith("--"):
        return next((a for a in verb.args if f"--{a.name}" == typed[-1] and a.kind != "switch"), None)
    flags = {f"--{a.name}" for a in verb.args if a.flag and a.kind != "switch"}
    loose = sum(
        1 for i, w in enumerate(typed) if not w.startswith("--") and (not i or typed[i - 1] not in flags)
    )
    places = [a for a in verb.args if not a.flag]
    return places[loose] if loose < len(places) else None


def _values(arg: Arg, here: Here) -> Iterable[Next]:
    incident = here.incident
    if arg.kind == "item":
        steps = checklist(incident, here.language)
        return [
            Next(c.number, c.title) for s in steps for c in s.checks if c.state not in ("done", "skipped")
        ]
    if (live := things(arg.kind, incident)) is not None:
        others = (one for one in SORTS[arg.kind].every(incident) if one not in live)
        return [Next(one.id[-_ID:], shortened(one.text)) for one in (*live, *others)]
    if arg.kind == "person":
        return _people(here)
    if arg.kind == "incident":
        return [Next(i, words) for i, words in other_incidents(here)]
    return [
        Next(c.value, c.meaning or c.words) for c in choices_for(arg, here) if c.value not in (OTHER, UNSURE)
    ]


def _people(here: Here) -> Iterable[Next]:
    """Who types, who is here, who knows an affected system, then everybody else whom the team knows."""
    incident, people = here.incident, here.people
    found = [Next("me", here.person)]
    found += [
        Next(_word(m.person), ", ".join(r.upper() for r in m.roles)) for m in incident.roster if m.present
    ]
    named = {m.person for m in incident.roster if m.present}
    first = suggested(incident, people)
    others = ((p, "") for p in people.people)
    for person, system in (*first, *others):
        if person.name not in named:
            named.add(person.name)
            found.append(Next(_word(person.name), known_words(person, system, here.now)))
    return found


def _word(name: str) -> str:
    """A name as one word of a command."""
    return f'"{name}"' if " " in name else name


def _fitting(found: Iterable[Next], begun: str) -> list[Next]:
    """Those that begin so; else those whose meaning has it."""
    wanted, known = folded(begun), list(found)
    first = [f for f in known if folded(f.word).startswith(wanted)]
    return (first or [f for f in known if len(wanted) > 2 and wanted in folded(f.meaning)])[:MOST]


def _shared(words: Sequence[str]) -> str:
    shortest = min(words, key=len)
    for i, letter in enumerate(shortest):
        if any(word[i] != letter for word in words):
            return shortest[:i]
    return shortest


def completion_line(found: Sequence[Next], width: int, signs: Signs) -> Line:
    """The candidates side by side as far as they fit, the first with what it means."""
    if not found:
        return ()
    spans: list[Span] = [(" Tab ", "key")]
    room = width - 6
    for i, one in enumerate(found):
        meaning = crop(say(one.meaning), 60 if len(found) == 1 else 34, signs.more) if one.meaning else ""
        text = signs.words(f" {meaning}   " if meaning else "  ")
        size = cells(one.word + text)
        if size > room:
            spans.append((signs.more, "dim"))
            break
        spans += [(one.word, "bold" if not i else ""), (text, "dim")]
        room -= size
    return tuple(spans)
