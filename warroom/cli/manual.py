"""Help, made from the registry of verbs and the commands of the shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.options import SWITCHES, VALUED
from warroom.cli.shell import Shell
from warroom.core.verbs import VERBS, Arg, Given, Misused, Verb

_WIDE: Final = 34


def print_help(name: str) -> int:
    """Print what `lines` says."""
    for line in lines(name):
        output.say(line)
    return 0


def lines(name: str = "") -> list[str]:
    """The whole manual, or that of one command or verb.

    Raises:
        Misused: there is no such command.
    """
    from warroom.cli.commands import COMMANDS

    words = COMMANDS[name].words if name in COMMANDS else VERBS.get(name.lower())
    if name and words is None:
        raise Misused(f"there is no command {name!r}; `warroom --help` lists all")
    return _one(words) if words else _all(c.words for c in COMMANDS.values())


def _one(verb: Verb) -> list[str]:
    lines = [f"warroom {verb.usage}", "", f"  {verb.help}"]
    if verb.args:
        lines += ["", *(_row(_name(a), _explained(a)) for a in verb.args)]
    if verb.name in VERBS:
        lines += [_row("--at TIME", "when it happened (14:02, yesterday 23:50, -5m)")]
    return [*lines, *_options()]


def _all(commands: Iterable[Verb]) -> list[str]:
    own = list(commands)
    names = {c.name for c in own}
    lines = [
        "warroom: a war room for production incidents",
        "",
        "  warroom" + " " * 29 + "the home screen; in a pipe, the list",
    ]
    lines += [_row(f"warroom {c.usage}", c.help) for c in own]
    lines += ["", "what you can do in an incident (`warroom help VERB` tells more):"]
    lines += [_row(f"warroom {v.usage}", v.help) for v in VERBS.values() if v.name not in names]
    return [*lines, *_options()]


def _options() -> list[str]:
    return [
        "", "everywhere:",
        *(_row(f"{name} {value}", help) for name, (value, help) in VALUED.items()),
        *(_row(name, help) for name, help in SWITCHES.items()),
    ]  # fmt: skip


def _name(arg: Arg) -> str:
    if not arg.flag:
        return arg.name.upper()
    return f"--{arg.name}" if arg.kind == "switch" else f"--{arg.name} {arg.name.upper()}"


def _explained(arg: Arg) -> str:
    return f"{arg.help}: {', '.join(arg.choices)}" if arg.choices else arg.help


def _row(left: str, right: str) -> str:
    return f"  {left:{_WIDE}}{right}" if len(left) < _WIDE else f"  {left}  {right}"


def _help(_shell: Shell, given: Given) -> int:
    return print_help(given["command"] or "")


COMMANDS: Final = (
    command("help", "how a command is used", _help, Arg("command", "text", "which command", required=False)),
)
