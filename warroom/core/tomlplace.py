"""Where something stands in a TOML text, and what is wrong there, in words: the parsers name neither lines nor remedies."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from warroom.core.language import later, say
from warroom.core.text import clean, quoted

Place: TypeAlias = tuple[str | int, ...]
"""Keys and positions from the top: `("step", 0, "item", 2, "due")`."""

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PART: Final = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_VALUE: Final = re.compile(r"Invalid enum value '([^']*)'")
_AT: Final = re.compile(r" - at (?:`key` in )?`\$(.*)`$")


def line_of(text: str, place: Place) -> int:
    """The number of the line where it stands, or where the nearest table around it begins; 0 when even that is not found."""
    known = _lines(text)
    while place:
        if place in known:
            return known[place]
        place = place[:-1]
    return 0


def _lines(text: str) -> dict[Place, int]:
    """Of every table and key that stands on a line of its own."""
    counts: dict[Place, int] = {}
    found: dict[Place, int] = {}
    here: Place = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            names = [_bare(part) for part in _PART.findall(header[2])]
            here = ()
            for name in names[:-1]:
                here = (*here, name)
                here = (*here, counts[here]) if here in counts else here
            here = (*here, *names[-1:])
            if header[1] == "[[":
                counts[here] = counts.get(here, -1) + 1
                found.setdefault(here, number)
                here = (*here, counts[here])
            found[here] = number
        elif key := _KEY.match(line):
            inner: Place = (*here, *(_bare(part) for part in _PART.findall(key[1])))
            found.setdefault(inner, number)
    return found


def _bare(part: str) -> str:
    return part[1:-1] if part[:1] in "\"'" else part


# -- what the converter says -----------------------------------------------------------------------

_KINDS: Final = {
    "str": later("a text in quotes"), "int": later("a whole number without quotes"), "array": later("a list"),
    "object": later("a table"), "float": later("a number with a fraction"), "bool": later("true or false"),
}  # fmt: skip


def place_in(table: Mapping[str, Any], error: msgspec.ValidationError, kind: type[Any]) -> Place:
    """Where in a table a conversion to `kind` failed."""
    at = _AT.search(str(error))
    place: Place = ()
    for name, index in _STEP.findall(at[1]) if at else ():
        place = (
            (*place, _culprit(table, place, kind))
            if index == "..."
            else (*place, int(index) if index else name)
        )
    if at and " - at `key` in " in str(error) and (key := _VALUE.search(str(error))):
        place = (*place, key[1])
    return place


def _culprit(table: Mapping[str, Any], place: Place, kind: type[Any]) -> str:
    """Which key of the table at `place` it is that cannot be converted: each is tried without the others."""
    keys = list(_at(table, place))
    for key in keys:
        alone = copy.deepcopy(dict(table))
        inner = _at(alone, place)
        for other in keys:
            if other != key:
                del inner[other]
        try:
            msgspec.convert(alone, kind)
        except msgspec.ValidationError:
            return str(key)
    return ""


def _at(table: Any, place: Place) -> Any:
    for step in place:
        table = table[step]
    return table


def wrong(error: msgspec.ValidationError, place: Place, known: Sequence[str] = ()) -> str:
    """What is wrong there and what to do, in one sentence. `known`: the keys that a table there may have."""
    text = _AT.sub("", str(error))
    names = [str(part) for part in place if isinstance(part, str)]
    if " - at `key` in " in str(error):
        names = names[:-1]
    name = ".".join(names[-2:] if names and names[-1].isdigit() else names[-1:])
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, text):
            told = {key: _word(value) for key, value in found.groupdict().items()}
            return say(sentence, name=clean(name), **told) + _near(found.groupdict().get("key"), known)
    return clean(text)


def _word(value: str) -> str:
    alternatives = [part.strip("` ") for part in value.split(" | ")]
    return "/".join(say(_KINDS[part]) if part in _KINDS else clean(part) for part in alternatives)


def _near(key: str | None, known: Sequence[str]) -> str:
    if not key or not known:
        return ""
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1)
    if near:
        return " " + say("did you mean {names}?", names=quoted(near[0]))
    return " " + say("there may be: {names}", names=", ".join(known))


_SENTENCES: Final = (
    (r"Object missing required field `(?P<missing>.+)`", later("`{missing}` is missing; add a line `{missing} = …`")),
    (r"Object contains unknown field `(?P<key>.+)`", later("`{key}` is no key here;")),
    (r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`", later("`{name}` must be {wanted}, and is {got}")),
    (r"Invalid enum value '?(?P<value>[^']+)'?", later("{value} is none of the values of `{name}`")),
    (r"Expected `str` of length <= (?P<most>\d+)", later("`{name}` is too long; {most} characters at most")),
    (r"Expected `str` of length >= 1", later("`{name}` is empty; write something, or leave the line out")),
    (r"Expected `array` of length >= 1", later("`{name}` is empty; it needs at least one")),
    (r"Expected `\w+` of length <= (?P<most>\d+)", later("`{name}` has too many; {most} at most")),
    (r"Expected `int` (?P<bound>[<>]=? \d+)", later("`{name}` must be a whole number {bound}")),
    (r"Expected `str` matching regex .+", later("`{name}` is not written as such a thing is")),
)  # fmt: skip
