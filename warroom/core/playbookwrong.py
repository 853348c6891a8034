"""What is wrong with a playbook file, in one sentence for whoever wrote it: the file, the line, what, and what to do."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

from warroom.core.language import later, say
from warroom.core.text import clean
from warroom.core.tomlplace import Place, line_of, place_in, wrong
from warroom.core.vocabulary import ROLES


def not_toml(file: str, why: str) -> str:
    """What the parser says, with the line in front as everywhere else."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$|(?: \(at end of document\))$", why)
    line = int(found[1]) if found and found[1] else 0
    reason = clean(why[: found.start()] if found else why)
    hint = say("texts stand in quotes, [[step]] and [[step.item]] in double brackets")
    return told(file, line, say("this is not TOML: {why}; {hint}", why=reason, hint=hint))


def told(file: str, line: int, what: str) -> str:
    """The sentence; without a line where none is known."""
    return f"{file}, {say('line {number}', number=line)}: {what}" if line else f"{file}: {what}"


def misfit(
    file: str, text: str, table: Mapping[str, Any], error: msgspec.ValidationError, kind: type[Any]
) -> str:
    """A table that does not convert to `kind`."""
    place = place_in(table, error, kind)
    unknown = _UNKNOWN.match(str(error))
    line = line_of(text, (*place, unknown[1]) if unknown else place)
    what = wrong(error, place, _keys_at(kind, place))
    return told(file, line, f"{_spoken(place)}{what}{_allowed(place, str(error))}")


_UNKNOWN: Final = re.compile(r"Object contains unknown field `([^`]+)`")
_FORMS: Final = {
    "id": later("small letters, digits and hyphens: security-incident"), "language": later("a language code: en, id, pt_BR"),
    "number": later("the step, a point and the place in it: 3.2"), "translates": later("the id of the playbook"),
}  # fmt: skip
_VALUES: Final[dict[str, Sequence[object]]] = {
    "roles": ROLES, "postmortem": ("required", "optional"), "due": (1, 2, 3, 4), "severity": (1, 2, 3, 4),
    "severities": (1, 2, 3, 4), "who": ROLES,
}  # fmt: skip


def _allowed(place: Place, error: str) -> str:
    """What may stand there, where only some things may."""
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
    if "matching regex" in error and name in _FORMS:
        return f"; {say(_FORMS[name])}"
    if "enum" in error:
        named = next((part for part in reversed(place) if part in _VALUES), "")
        values = ", ".join(map(str, _VALUES.get(str(named), ())))
        return f"; {say('choose from {choices}', choices=values)}" if values else ""
    return ""


_COUNTED: Final = {"step": later("step"), "item": later("item")}


def _spoken(place: Place) -> str:
    """`step 2, item 3: `, as a person counts; nothing where the key's own name says enough."""
    words = [
        f"{say(_COUNTED[str(name)])} {position + 1}"
        for name, position in itertools.pairwise(place)
        if isinstance(position, int) and name in _COUNTED
    ]
    return f"{', '.join(words)}: " if words else ""


def _keys_at(kind: type[Any], place: Place) -> tuple[str, ...]:
    """The keys that the table at a place may have."""
    here: Any = kind
    for part in place:
        hints = get_type_hints(here) if isinstance(here, type) and issubclass(here, msgspec.Struct) else {}
        inner = hints.get(str(part), here) if isinstance(part, str) else here
        while get_args(inner):
            inner = get_args(inner)[-1 if get_origin(inner) is dict else 0]
        here = inner
    return tuple(here.__struct_fields__) if hasattr(here, "__struct_fields__") else ()
