"""From a key or a `/verb` to an act: what is missing is asked for, what is grave is confirmed, what came of it is said.

`Acting` is the part of the room screen that does this; it knows the desk, not the panes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime

from warroom.core import verbs
from warroom.core.clock import zone
from warroom.core.incident import Incident
from warroom.core.verbs import Arg, Circumstance, Misused, Refused, Verb
from warroom.core.verbs.arguments import PARSERS
from warroom.core.verbs.registry import Pane, one_value
from warroom.screens.ask import Ask, Confirm
from warroom.screens.context import Context
from warroom.session.desk import Desk
from warroom.session.room import Done, StorageError
from warroom.widgets.quiet import QuietScreen

Then = Callable[[Done], None]


class Acting(QuietScreen[None]):
    """Verbs, from wherever they come."""

    desk: Desk
    context: Context
    incident: Incident
    person: str
    shown: Pane
    """The pane that the person is in, or was in last."""

    @property
    def now(self) -> datetime:
        raise NotImplementedError

    def action_go(self, name: Pane) -> None:
        """Go to a pane."""
        raise NotImplementedError

    def action_help(self) -> None:
        raise NotImplementedError

    def action_export(self) -> None:
        raise NotImplementedError

    def action_leave(self) -> None:
        raise NotImplementedError

    def say(self, text: str, style: str = "") -> None:
        """Tell the person what was done."""
        raise NotImplementedError

    def subject(self, arg: Arg) -> str | None:
        """What the person has selected, if it is of the kind that this argument wants."""
        raise NotImplementedError

    # -- a key ------------------------------------------------------------------------------------

    def action_verb(self, name: str) -> None:
        """A verb's key was pressed."""
        verb = verbs.find(name)
        why_not = verb.off(self.incident)
        if why_not:
            self.say(why_not, "warn")
            return
        words: dict[str, str] = {}
        missing: list[Arg] = []
        for arg in verb.args:
            picked = self.subject(arg)
            if picked is not None:
                words[arg.name] = picked
            elif arg.required or arg.name == "why" or (arg.kind == "person" and not arg.flag):
                missing.append(arg)
        self._ask_for(verb, words, missing)

    def _ask_for(self, verb: Verb, words: dict[str, str], missing: list[Arg]) -> None:
        if not missing:
            self.confirmed(verb, _tokens(verb, words))
            return
        arg, rest = missing[0], missing[1:]

        def answered(text: str | None) -> None:
            if text is None:
                self.say("nothing was changed", "dim")
                return
            if text.strip():
                words[arg.name] = text
            self._ask_for(verb, words, rest)

        hint = "  ".join(arg.choices) if arg.choices else ("may be left empty" if not arg.required else "")
        question = f"{verb.name}: {arg.help}"
        self.app.push_screen(
            Ask(question, hint=hint, value=self.proposal(verb, arg), check=self._checker(arg)), answered
        )

    def proposal(self, verb: Verb, arg: Arg) -> str:
        """What the answer begins with."""
        return ""

    def _checker(self, arg: Arg) -> Callable[[str], str | None]:
        def check(text: str) -> str | None:
            if not text.strip():
                return f"{arg.help} is missing" if arg.required else None
            given = Circumstance(self.person, self.now, zone(self.incident.zone), lambda: "")
            try:
                one_value(arg, text, self.incident, given, PARSERS)
            except Misused as error:
                return str(error)
            return None

        return check

    # -- an act -----------------------------------------------------------------------------------

    def confirmed(self, verb: Verb, tokens: Sequence[str], then: Then | None = None) -> None:
        """Do it, after asking where the verb says so."""
        if not verb.confirm:
            self.do(verb.name, tokens, then)
            return
        given = Circumstance(self.person, self.now, zone(self.incident.zone), lambda: "")
        try:
            question = verbs.question(verb.name, tokens, self.incident, given)
        except Misused as error:
            self.say(str(error), "warn")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.do(verb.name, tokens, then)
            else:
                self.say("nothing was changed", "dim")

        self.app.push_screen(
            Confirm(
                self.context.signs.words(question),
                "Nothing brings it back." if verb.rewrites else "It can be undone with u.",
            ),
            answered,
        )

    def do(self, name: str, tokens: Sequence[str], then: Then | None = None) -> None:
        """Hand an act to the desk; what comes of it is said, and `then` is called when it was done."""

        def answer(came: Done | Refused | StorageError) -> None:
            self.app.call_later(self._came, came, then)

        self.saving()
        self.desk.act(name, tokens, answer)

    def saving(self) -> None:
        """An act is on its way to the disk."""

    def _came(self, came: Done | Refused | StorageError, then: Then | None) -> None:
        if isinstance(came, Done):
            self.done(came)
            if then:
                then(came)
        else:
            self.refused(came)

    def done(self, came: Done) -> None:
        raise NotImplementedError

    def refused(self, error: Exception) -> None:
        self.say(str(error), "warn")


def _tokens(verb: Verb, words: dict[str, str]) -> list[str]:
    """The words of a verb, as they would be typed."""
    flags: list[str] = []
    loose: list[str] = []
    for arg in verb.args:
        if arg.name in words:
            if arg.flag:
                flags += [f"--{arg.name.replace('_', '-')}", words[arg.name]]
            else:
                loose.append(words[arg.name])
    return [*flags, "--", *loose] if loose else flags


def local_zone_name() -> str:
    """The IANA name of this machine's zone, or UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named and "/" in named:
        return named
    try:
        return os.path.realpath("/etc/localtime").split("zoneinfo/", 1)[1]
    except IndexError:
        return "UTC"
