"""Writes the pages under docs/ that are made from the program itself. A test fails when one is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

ROOT: Final = Path(__file__).resolve().parent.parent
DOCS: Final = ROOT / "docs"
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402

from warroom.cli import table  # noqa: E402
from warroom.cli.options import SWITCHES, VALUED  # noqa: E402
from warroom.core.envelope import Event  # noqa: E402
from warroom.core.families import KINDS  # noqa: E402
from warroom.core.incident import Incident  # noqa: E402
from warroom.core.registry import VERBS  # noqa: E402
from warroom.core.rules import rules  # noqa: E402
from warroom.core.verb import Arg, Verb  # noqa: E402
from warroom.core.vocabulary import STATUSES  # noqa: E402
from warroom.screens.keys import OWN, ids, key_name  # noqa: E402
from warroom.session.room import default_playbook  # noqa: E402

_NAMED: Final = re.compile(r"\{\w+\}")
"""Where a question names its object: a page has none."""
CHAPTERS: Final = {
    "timeline": "The timeline", "checklist": "The checklist", "state": "The state of the incident",
    "people": "People and roles", "report": "Notes, prose and follow-ups", "room": "The room",
}  # fmt: skip
PANES: Final = {
    "": "in every list", "steps": "in the checklist", "timeline": "in the timeline", "roster": "in the roster",
    "notes": "in the board",
}  # fmt: skip

_VERBS_HEAD: Final = """\
# Verbs and commands

Made from the program by `make docs`; do not edit.

A verb is something that you can do to an incident. It has up to four doors: a key in the room, `/verb` in the entry line, the
command palette (`ctrl+p`), and `warroom verb` on the shell. A command is of the shell only.

* Capitals stand for what you write. What is in `[brackets]` may be left out. `a|b` is a choice; the beginning of a choice will do
  when no other begins like it.
* A word that holds spaces stands in quotes: `/action "rotate the keys" --owner ani`. Text that comes last needs none: it takes
  all the words that are left.
* Every verb takes `--at TIME`: when it happened, if not now. Times: `14:02`, `2:05pm`, `-5m`, `yesterday 23:50`,
  `2026-11-21 14:02`, with `UTC`, `WIB`, `+07:00` or a name such as `Asia/Jakarta` behind it; `~` in front means about. A time
  without a zone is in the incident's zone. A bare clock time is the most recent one.
* Behind `--` nothing is an option: `warroom log -- --force did not help`.
"""


_ON_THE_SHELL: Final = {
    "log": "Takes `-` for its text: one entry for each line of standard input. It also has:\n",
    "export": "It takes:\n",
    "invite": "It takes:\n",
    "handover": "It also has:\n",
    "digest": "It takes:\n",
    "help": "It takes:\n",
}


def verbs_page() -> str:
    """Every verb of the registry and every command of the shell."""
    parts = [_VERBS_HEAD]
    for chapter, title in CHAPTERS.items():
        parts.append(f"## {title}\n")
        parts += [_described(v) for v in VERBS.values() if v.chapter == chapter]
    parts.append("## Commands of the shell\n")
    parts.append("`warroom` alone opens the home screen; in a pipe it prints the list.\n")
    own = {c.words.name: c.words for c in table.every()}
    parts += [_described(words) for name, words in own.items() if name not in VERBS]
    for name in (n for n in own if n in VERBS):
        parts += [
            f"### {name}, on the shell\n",
            _ON_THE_SHELL.get(name, ""),
            _listed(own[name].args[len(VERBS[name].args) :]),
        ]
    parts.append("## Options of every command of the shell\n")
    valued = [f"* `{name} {value}`: {help}" for name, (value, help) in VALUED.items()]
    parts.append("\n".join([*valued, *(f"* `{name}`: {help}" for name, help in SWITCHES.items())]))
    return "\n".join(parts).rstrip() + "\n"


def _described(verb: Verb) -> str:
    """One verb or command: how it is written, what it does, its arguments, its key and its limits."""
    sentences = [_sentence(verb.help)]
    if verb.key:
        sentences.append(f"Key: `{key_name(verb.key)}` {PANES[verb.pane]}.")
    if verb.confirm:
        sentences.append(f"The room asks first: `{_NAMED.sub('…', verb.confirm)}`")
    if verb.door and table.find(verb.name) is None:
        sentences.append("Not on the shell.")
    sentences += _limits(verb)
    said = f"### {verb.name}\n\n    {verb.usage}\n\n{' '.join(sentences)}\n"
    return f"{said}\n{_listed(verb.args)}" if verb.args else said


def _limits(verb: Verb) -> Iterator[str]:
    """In which status it is unavailable, and the reason that is given."""
    reasons: dict[str, list[str]] = {}
    for status in STATUSES:
        if why := verb.off(Incident(status=status)):
            reasons.setdefault(why, []).append(status)
    for why, statuses in reasons.items():
        yield f"Not while {_or(statuses)}: “{why}”."


def _listed(args: Iterable[Arg]) -> str:
    return "".join(f"* {_argument(a)}\n" for a in args)


def _argument(arg: Arg) -> str:
    name = arg.name.replace("_", "-")
    if not arg.flag:
        shape = name.upper()
    elif arg.kind == "switch":
        shape = f"--{name}"
    else:
        shape = f"--{name} {name.upper()}"
    said = f"`{shape}`: {arg.help}"
    if arg.choices:
        said += f": {', '.join(f'`{c}`' for c in arg.choices)}"
    if arg.flag and arg.rest:
        said += f"; it may also come last, without `--{name}`"
    return said


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


# -- the keys of the room ----------------------------------------------------------------------------

_KEYS_HEAD: Final = """\
# The keys of the room

Made from the program by `make docs`; do not edit.

Keys of a pane work while it has the focus; `Esc` takes you there from the entry line. In every list: `↑` `↓` or `k` `j`, `PgUp`
`PgDn` or `ctrl+u` `ctrl+d`, `g` and `G` (or `Home` and `End`), `Enter`. Everywhere: `ctrl+p` the palette, `ctrl+q` quits.

To change one, put its id into `keys.toml` in the library's folder (`warroom paths` says where):

    [keys]
    "verb.tick" = "d"
    "verb.export" = "f5"

A key is written as Textual writes it: `x`, `X`, `ctrl+t`, `f5`, `space`, `slash`, `question_mark`.
"""


def keys_page() -> str:
    """Every key that can be remapped, by the pane in which it works, with its id."""
    panes = {**{f"verb.{v.name}": v.pane for v in VERBS.values()}, **{o[0]: o[3] for o in OWN}}
    helps = {**{f"verb.{v.name}": v.help for v in VERBS.values()}, **{o[0]: o[4] for o in OWN}}
    parts = [_KEYS_HEAD]
    for pane, where in PANES.items():
        rows = [f"| `{key_name(k)}` | {helps[i]} | `{i}` |" for i, k in ids().items() if panes[i] == pane]
        if rows:
            parts.append(
                "\n".join(
                    (f"## {where.capitalize()}\n", "| key | what it does | id |", "|---|---|---|", *rows, "")
                )
            )
    return "\n".join(parts).rstrip() + "\n"


# -- the kinds of events ----------------------------------------------------------------------------

_BEGIN, _END = "<!-- kinds -->\n", "<!-- /kinds -->\n"
_TYPES: Final = {str: "text", int: "number", bool: "true or false", datetime: "time", date: "date"}


def file_format_page() -> str:
    """The page as it stands, with its table of kinds made anew."""
    before, _, rest = (DOCS / "file-format.md").read_text("utf-8").partition(_BEGIN)
    return before + _BEGIN + _kinds() + _END + rest.partition(_END)[2]


def _kinds() -> str:
    rows = ["| kind | members |", "|---|---|"]
    for kind, struct in KINDS.items():
        hints = get_type_hints(struct)
        own = [f for f in msgspec.structs.fields(struct) if f.name not in Event.__struct_fields__]
        members = [f"`{f.encode_name}`{'' if f.required else '?'} {_type(hints[f.name])}" for f in own]
        rows.append(f"| `{kind}` | {'; '.join(members)} |")
    return "\n".join(rows) + "\n"


def _type(hint: Any) -> str:
    """What stands there, in words."""
    inner = get_args(hint)
    if get_origin(hint) is Literal:
        return ", ".join(f"`{v}`" for v in inner if v != "")
    if get_origin(hint) is tuple:
        return f"list of {' and '.join(dict.fromkeys(_type(t) for t in inner if t is not ...))}"
    if get_origin(hint) is dict:
        return f"object of {_type(inner[1])}"
    if inner:
        return " or ".join(said for t in inner if t is not type(None) and (said := _type(t)))
    return _TYPES.get(hint, f"a whole {hint.__name__.lower()}")


# -- the order of members, for storage ------------------------------------------------------------

_MEMBERS_HEAD: Final = '''"""The members of each kind in the order as it is written, then those of the objects inside.

Made from the program by `make docs`; do not edit. Storage knows no kinds, and must not load what does (see `order`).
"""

# fmt: off
# ruff: noqa: E501
MEMBERS: dict[str, tuple[tuple[str, ...], ...]] = {
'''


def members_module() -> str:
    """What `core` knows of the order of members, as data."""
    parts = [_MEMBERS_HEAD]
    for kind, struct in KINDS.items():
        shapes: list[tuple[str, ...]] = []
        _shapes_in(struct, shapes)
        own = tuple(name for name in shapes[0] if name not in _STAMPED)
        shown = ",\n        ".join(repr(shape).replace("'", '"') for shape in (own, *shapes[1:]))
        parts.append(f'    "{kind}": (\n        {shown},\n    ),\n')
    return "".join(parts) + "}\n"


_STAMPED: Final = frozenset({"id", "at", "by", "recorded_at", "prev", "act", "once", "via", "origin", "hlc"})


def _shapes_in(hint: Any, shapes: list[tuple[str, ...]]) -> None:
    """The names of every struct that can stand in a value of this type."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        names = tuple(f.encode_name for f in msgspec.structs.fields(hint))
        if names not in shapes:
            shapes.append(names)
            for inner in get_type_hints(hint).values():
                _shapes_in(inner, shapes)
    for inner in get_args(hint):
        _shapes_in(inner, shapes)


# -- the rules of playbooks -------------------------------------------------------------------------

_RULES_BEGIN, _RULES_END = "<!-- rules -->\n", "<!-- /rules -->\n"


def playbook_page() -> str:
    """The page as it stands, with its table of rules made anew."""
    before, _, rest = (DOCS / "playbook.md").read_text("utf-8").partition(_RULES_BEGIN)
    rows = ["| rule | item of the ten steps that it ticks | by |", "|---|---|---|"]
    for rule in rules(default_playbook()):
        ways = ", ".join(f"`{verb}`" for verb in rule.verbs) or ("the state" if rule.known else "not yet")
        rows.append(f"| `{rule.name}` | {rule.item} | {ways} |")
    return before + _RULES_BEGIN + "\n".join(rows) + "\n" + _RULES_END + rest.partition(_RULES_END)[2]


# The name of a page under docs/, and what makes its text.
PAGES: dict[str, Callable[[], str]] = {
    "verbs.md": verbs_page, "keys.md": keys_page, "file-format.md": file_format_page, "playbook.md": playbook_page,
    "../warroom/storage/file/members.py": members_module,
}  # fmt: skip


def main() -> None:
    """Write every page that is not as it should be, and say which."""
    for name, make in PAGES.items():
        page = DOCS / name
        text = make()
        if not page.is_file() or page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")
            print(f"wrote docs/{name}")


if __name__ == "__main__":
    main()
