"""Keys, made from the registry of verbs, and a person's own keymap checked before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from warroom.core.language import later, say
from warroom.core.registry import VERBS
from warroom.core.verb import Pane, Verb, suits
from warroom.views.lines import Line

if TYPE_CHECKING:  # hints and help are drawn before Textual is there
    from textual.binding import Binding

Own = tuple[str, str, str, Pane, str]
"""A key of the room itself: id, key, action, pane, help."""

OWN: Final[tuple[Own, ...]] = (
    ("room.entry", "i", "screen.entry", "", later("go to the entry line")),
    ("room.command", "colon", "screen.command", "", later("type a /verb")),
    ("room.filter", "slash", "screen.filter", "", later("filter the timeline")),
    ("room.next", "tab", "screen.pane(1)", "", later("next pane")),
    ("room.previous", "shift+tab", "screen.pane(-1)", "", later("previous pane")),
    ("room.steps", "1", "screen.go('steps')", "", later("the checklist")),
    ("room.timeline", "2", "screen.go('timeline')", "", later("the timeline")),
    ("room.roster", "3", "screen.go('roster')", "", later("the roster")),
    ("room.notes", "4", "screen.go('notes')", "", later("the board; again: its next tab")),
    ("room.decide", "K", "screen.decide", "", later("record a decision")),
    ("room.accept", "f2", "screen.verb('accept')", "", later("accept the role that is handed to you")),
    ("room.decline", "f3", "screen.verb('decline')", "", later("decline it")),
    ("room.settle", "f4", "screen.settle", "", later("settle what two people changed at once")),
    ("room.deal", "f6", "screen.deal", "", later("do what the last line says waits for you")),
    ("room.noise", "y", "screen.noise", "", later("show or hide system events")),
    ("room.zone", "z", "screen.zone", "", later("times local, in the incident's zone, or UTC")),
    ("room.jump", "at", "screen.jump", "timeline", later("jump to a time")),
    ("room.toggle", "space", "screen.choose", "steps", later("tick, untick, or open and fold a step")),
    ("board.next", "right_square_bracket,right", "screen.turn(1)", "notes", later("next tab")),
    ("board.previous", "left_square_bracket,left", "screen.turn(-1)", "notes", later("previous tab")),
    ("board.add", "plus", "screen.add", "notes", later("add to this tab")),
    ("room.pad", "n", "screen.pad", "notes", later("edit the notes")),
)


def of_verbs(pane: Pane) -> list[Verb]:
    """The verbs whose key works in this pane only (or, for "", in every list)."""
    return [v for v in VERBS.values() if v.key and v.pane == pane]


def bindings(pane: Pane) -> list[Binding]:
    """The bindings of a pane, or of the room for ""."""
    from textual.binding import Binding

    made = [
        Binding(v.key, f"screen.verb('{v.name}')", say(v.help), show=False, id=f"verb.{v.name}")
        for v in of_verbs(pane)
    ]
    own = [
        Binding(key, action, say(text), show=False, id=name)
        for name, key, action, at, text in OWN
        if at == pane
    ]
    return [*made, *own]


def meant(name: str, sort: str, keymap: Mapping[str, str]) -> bool:
    """Whether a key means that verb on a row of that sort: one key may be several verbs', each for another sort of row.

    Where no verb suits the row, the one that needs no row is meant, else each of them: it says what to select.
    """
    verb = VERBS[name]
    key = keymap.get(f"verb.{verb.name}", verb.key)
    rivals = [v for v in of_verbs(verb.pane) if v is not verb and keymap.get(f"verb.{v.name}", v.key) == key]
    if suits(verb.on, sort) or not rivals:
        return True
    return not any(suits(v.on, sort) for v in rivals) and (not verb.on or all(v.on for v in rivals))


def key_name(key: str) -> str:
    """What is printed on the key."""
    names = {
        "question_mark": "?", "slash": "/", "colon": ":", "at": "@", "space": "space", "plus": "+", "right_square_bracket": "]",
        "left_square_bracket": "[", **{f"f{n}": f"F{n}" for n in range(1, 13)},
    }  # fmt: skip
    return "/".join(names.get(k, k) for k in key.split(","))


def ids() -> dict[str, str]:
    """Every key that can be remapped: its id and its default."""
    return {**{f"verb.{v.name}": v.key for v in VERBS.values() if v.key}, **{o[0]: o[1] for o in OWN}}


def key_of(name: str, keymap: Mapping[str, str]) -> str:
    """What is printed on the key of that id, in this person's keymap."""
    return key_name(keymap.get(name, ids()[name]).split(",")[0])


_HINTS: Final = {
    "notes": ("board.next", "board.add"),
    "timeline": ("room.jump",),
    "roster": ("verb.handover",),
}
"""Keys that work elsewhere too, or are the screen's own, and are worth a place in the footer of that pane."""
_SHORT: Final = {"board.next": later("next tab"), "board.add": later("add"), "room.jump": later("jump")}


def hints(
    pane: Pane,
    keymap: Mapping[str, str],
    sort: str = "",
    enter: str = "",
    off: Mapping[str, str] | None = None,
) -> tuple[Line, ...]:
    """The keys worth knowing in a pane, for the footer: those that fit the selected row, which is of that sort.

    `enter`: what Enter does to the row. `off`: why a verb can't be done to it, by its name; such keys come last, with the
    reason.
    """
    on: list[Line] = [_hint("Enter", enter)] if enter else []
    shut: list[Line] = []
    for verb in hinted(pane, sort):
        key = key_of(f"verb.{verb.name}", keymap)
        why = (off or {}).get(verb.name)
        if why:
            shut.append(((f"{key} {verb.name}", "dim"), (f": {why}  ", "dim")))
        else:
            on.append(_hint(key, verb.name))
    own = [name for name in _HINTS.get(pane, ()) if name in _SHORT]
    on += [_hint(key_of(name, keymap), say(_SHORT[name])) for name in own]
    last = (_hint(key_of("room.entry", keymap), say("log")), _hint(key_of("verb.help", keymap), say("help")))
    return (*on, *shut, *last)


def hinted(pane: Pane, sort: str = "") -> list[Verb]:
    """The verbs that the footer of a pane names for a row of that sort, those that are done to the row first."""
    here = [v for v in of_verbs(pane) if not v.on or suits(v.on, sort)]
    here.sort(key=lambda v: not v.on)
    more = [VERBS[name.removeprefix("verb.")] for name in _HINTS.get(pane, ()) if name.startswith("verb.")]
    return [*here, *more]


def _hint(key: str, word: str) -> Line:
    return ((key, "key"), (f" {word}  ", "dim"))


def help_rows(pane: Pane, keymap: Mapping[str, str]) -> list[tuple[str, str]]:
    """(key, what it does) for the help screen: the pane's own keys first."""
    own = [(keymap.get(o[0], o[1]), say(o[4])) for o in OWN if o[3] == pane]
    verbs = [(keymap.get(f"verb.{v.name}", v.key), say(v.help)) for v in of_verbs(pane)]
    rows = (
        [*own, *verbs] if pane == "notes" else [*verbs, *own]
    )  # the board has many: first what moves about in it
    return [(key_name(k), text) for k, text in rows]


def read_keymap(text: str) -> tuple[dict[str, str], list[str]]:
    """A `[keys]` table of `id = "key"`: what can be used, and one line for each that can't.

    A key must not be taken twice where both would work: Textual would silently drop one.
    """
    import tomllib  # most people have no keymap of their own

    try:
        wanted = tomllib.loads(text).get("keys", {})
    except tomllib.TOMLDecodeError as error:
        return {}, [say("the keymap is no TOML: {error}", error=error)]
    except RecursionError:
        return {}, [say("the keymap is no TOML that can be read: it is nested too deeply")]
    if not isinstance(wanted, dict):
        return {}, [
            say('the keymap\'s [keys] is no table; write [keys] and below it lines such as "verb.undo" = "W"')
        ]
    known, good, wrong = ids(), {}, []
    for told, key in wanted.items():
        name = _FORMER.get(told, told)
        if name not in known:
            wrong.append(say("keymap: there is no {name}; docs/keys.md lists them", name=repr(name)))
        elif not isinstance(key, str) or not key.strip() or " " in key.strip():
            wrong.append(say('keymap: {name} needs a key such as "x" or "ctrl+t"', name=name))
        else:
            good[name] = key.strip()
    for name in list(good):
        rivals = [other for other in _rivals(name) if {**known, **good}.get(other) == good[name]]
        if rivals:
            wrong.append(
                say(
                    "keymap: {good} is taken by {rivals}; {name} keeps {known}",
                    good=good[name],
                    rivals=rivals[0],
                    name=name,
                    known=known[name],
                )
            )
            del good[name]
    return good, wrong


_FORMER: Final = {"room.export": "verb.export", "room.help": "verb.help", "room.leave": "verb.quit"}
"""Ids that keymaps may still have, and what they are called now."""


def _rivals(name: str) -> Iterable[str]:
    """The ids whose keys work in the same place."""
    panes = {**{f"verb.{v.name}": v.pane for v in VERBS.values() if v.key}, **{o[0]: o[3] for o in OWN}}
    here = panes[name]
    others = (
        other for other, pane in panes.items() if other != name and (not here or not pane or pane == here)
    )
    return [other for other in others if not _apart(name, other)]


def _apart(one: str, other: str) -> bool:
    """Whether two verbs of one pane act on rows of different sorts, so that a key can mean both."""
    a, b = (VERBS.get(name.removeprefix("verb.")) for name in (one, other))
    return bool(a and b and a.pane == b.pane != "" and a.on != b.on)
