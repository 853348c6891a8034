"""Every command of the shell's door by name, and where it stands. A command is imported when it is named."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.cli.command import Command

FAMILIES = {
    "incidents": ("declare", "open", "demo", "list", "show"),
    "nextup": ("next",),
    "entries": ("log",),
    "telling": ("update", "outbox", "notify"),
    "transfer": ("export",),
    "importing": ("import",),
    "overview": ("follow-ups", "stats"),
    "handover": ("handover",),
    "digest": ("digest",),
    "people": ("people", "call", "invite", "calendar"),
    "trust": ("verify", "seal"),
    "playbooks": ("playbook",),
    "templates": ("template",),
    "upkeep": ("repair", "paths"),
    "manual": ("help",),
}
"""Which module of `warroom.cli` has which commands, in the order of the manual. A test holds the modules to it."""
HOME = {name: family for family, names in FAMILIES.items() for name in names}


def find(name: str) -> Command | None:
    """The command of that name, None when there is none."""
    if name not in HOME:
        return None
    commands: Sequence[Command] = import_module(f"warroom.cli.{HOME[name]}").COMMANDS
    return next(c for c in commands if c.words.name == name)


def every() -> list[Command]:
    """All of them."""
    return [c for family in FAMILIES for c in import_module(f"warroom.cli.{family}").COMMANDS]
