"""Help, made from the registry of verbs and the commands of the shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from warroom.cli import output, table
from warroom.cli.command import command
from warroom.cli.failure import Trouble
from warroom.cli.options import SWITCHES, VALUED
from warroom.cli.shell import Shell
from warroom.core.language import say, spoken
from warroom.core.registry import VERBS
from warroom.core.text import quoted
from warroom.core.verb import Arg, Given, Misused, Verb, told
from warroom.storage.errors import StorageError

_WIDE: Final = 34


def print_help(shell: Shell, name: str) -> int:
    """Print what `lines` says."""
    found = lines(name)
    if shell.options.json:
        output.put_json({"command": name or None, "help": found})
    else:
        for line in found:
            output.say(line)
    return 0


def lines(name: str = "") -> list[str]:
    """The whole manual, or that of one command or verb.

    Raises:
        Misused: there is no such command.
    """
    if not name:
        return _all(c.words for c in table.every())
    command = table.find(name)
    words = command.words if command else VERBS.get(name.lower())
    if words is None or (words.door and not command):
        raise Misused(say("there is no command {name}; `warroom --help` lists all", name=quoted(name)))
    return _one(words)


def _one(verb: Verb) -> list[str]:
    found = [f"warroom {verb.usage}", "", f"  {say(verb.help)}"]
    if verb.args:
        found += ["", *_rows(row for a in verb.args for row in _argument(a))]
    if verb.name in VERBS and not VERBS[verb.name].door:
        found += _rows([("--at TIME", say("when it happened (14:02, yesterday 23:50, -5m)"))])
    if any(a.kind == "severity" for a in verb.args):
        found += ["", *_severities()]
    keyed = verb.name not in VERBS or not (VERBS[verb.name].door or VERBS[verb.name].mends)
    return [*found, *_options(keyed=keyed)]


def _all(commands: Iterable[Verb]) -> list[str]:
    own = list(commands)
    names = {c.name for c in own}
    return [
        say("warroom: a war room for production incidents"), "",
        *_rows([("warroom", say("the home screen; in a pipe, the list"))]),
        *_rows((f"warroom {c.usage}", say(c.help)) for c in own),
        "", say("what you can do in an incident (`warroom help VERB` tells more):"),
        *_rows((f"warroom {v.usage}", say(v.help)) for v in VERBS.values() if not (v.door or v.name in names)),
        *_options(),
    ]  # fmt: skip


def _options(*, keyed: bool = True) -> list[str]:
    """`keyed`: with the key of scripts that retry, which what is harmless to do again does not take."""
    valued = (
        (f"{name} {value}", say(help))
        for name, (value, help) in VALUED.items()
        if keyed or name != "--idempotency-key"
    )
    switches = ((name, say(help)) for name, help in SWITCHES.items())
    return ["", say("everywhere:"), *_rows((*valued, *switches))]


def _name(arg: Arg) -> str:
    if not arg.flag:
        return arg.name.upper()
    name = arg.name.replace("_", "-")
    return f"--{name}" if arg.kind == "switch" else f"--{name} {name.upper()}"


def _argument(arg: Arg) -> Iterable[tuple[str, str]]:
    """What it is; what each of its choices means where that is more than its word."""
    yield _name(arg), told(arg)
    yield from ((f"  {c}", say(m)) for c, m in zip(arg.choices, arg.meanings, strict=False))


def _severities() -> list[str]:
    """What each severity means, by the steps that a new incident here follows; nothing where they can't be read."""
    from warroom.cli.incidents import playbook

    try:
        steps = playbook()
    except (Trouble, StorageError):
        return []
    code = spoken().code
    rows = _rows((f"SEV{s.number} {s.name(code)}", s.meaning(code)) for s in steps.severities)
    return [say("If unsure, the higher one:"), *rows]


def _rows(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What is typed and what it does, side by side, or one under the other."""
    found: list[str] = []
    for left, right in pairs:
        if len(left) < _WIDE:
            found.append(f"  {left:{_WIDE}}{right}")
        else:
            found += [f"  {left}", f"  {'':{_WIDE}}{right}"]
    return found


def _help(shell: Shell, given: Given) -> int:
    return print_help(shell, given["command"] or "")


COMMANDS: Final = (
    command("help", VERBS["help"].help, _help, Arg("command", "text", "which command", required=False)),
)
