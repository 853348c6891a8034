"""From a key or a `/verb` to an act: what is missing is asked for, what is grave is confirmed, what came of it is said.

`Acting` does this for any screen that shows an incident: the screen holds one, and tells it by the members of `Host` what
stands there and what is selected. It knows the desk; it knows no pane.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from textual.app import App

from warroom.core import registry
from warroom.core.arguments import PARSERS, one_value
from warroom.core.families import SORTS
from warroom.core.families.entries import of_entry
from warroom.core.incident import Incident
from warroom.core.language import later, say
from warroom.core.sentences import shortened
from warroom.core.verb import Arg, Circumstance, Misused, Refused, Verb, suits
from warroom.screens.ask import Ask, Confirm
from warroom.screens.asked import Here, choices_for, object_of, present, the_only
from warroom.screens.choose import OTHER, UNSURE, Choose
from warroom.screens.context import Context
from warroom.screens.room.look import Look
from warroom.screens.subject import Chosen
from warroom.screens.unfit import why_not
from warroom.session.desk import Desk
from warroom.session.room import Done, StorageError

Then = Callable[[Done], object]
Failed = Callable[[Exception], object]

SLOW_SECONDS: Final = 0.1
"""An act that takes longer is seen to be on its way; before, nobody could read that."""

_CHOOSE: Final = {
    "entry": later("that is a fact, not an entry: u undoes your last act"),
    "item": later("choose an item of the step first (Enter opens it)"),
}
"""What to do where a verb acts on a thing that cannot be typed, and another sort of row is selected."""


class Host(Protocol):
    """The screen, as far as acts concern it."""

    @property
    def app(self) -> App[Any]: ...

    @property
    def incident(self) -> Incident: ...

    @property
    def now(self) -> datetime: ...

    @property
    def look(self) -> Look:
        """How things are shown; its zone is that of a typed time that names none."""
        ...

    def say(self, text: str, style: str = "") -> None:
        """Tell the person what was done."""

    def subject(self) -> Chosen:
        """What the person has selected."""

    def saving(self) -> None:
        """An act has been on its way to the disk for some time, or one has come back."""

    def took(self, done: Done) -> None:
        """An act is done: this is how the incident stands."""

    def pad(self, section: str = "") -> None:
        """Open the editor for that part of the report, for the notes without one."""

    def message(self, words: Mapping[str, str]) -> None:
        """Open the editor for a message to the audiences in `words`."""

    def carry_out(self, verb: Verb, words: str = "") -> None:
        """Do what is done to the screen and not to the incident (`Verb.door`). Misused for words that it cannot use."""


class Acting:
    """Verbs, from wherever they come. `busy` acts are on their way to the disk, `slow` says that one takes long."""

    def __init__(self, host: Host, desk: Desk, context: Context) -> None:
        self.busy = 0
        self.slow = False
        self._late: asyncio.TimerHandle | None = None
        self._host = host
        self._desk = desk
        self._context = context

    # -- a key ------------------------------------------------------------------------------------

    def press(self, verb: Verb, given: Mapping[str, str] | None = None) -> None:
        """A verb's key was pressed: take what is `given` and what is selected, ask for what is missing, and do it."""
        host = self._host
        if verb.door:
            host.carry_out(verb)
            return
        picked = host.subject()
        fits = suits(verb.on, picked.sort)
        if not fits and (unselected := _unselected(verb)):
            host.say(say(unselected), "warn")
            return
        why = why_not(verb, self.here(picked), self.given())
        if why:
            host.say(why, "warn")
            return
        words = dict(given or {})
        about = object_of(verb, picked if fits else Chosen(), host.incident)
        missing: list[Arg] = []
        for arg in (a for a in verb.args if a.name not in words):
            sort = SORTS.get(arg.kind)
            if known := self._known(verb, arg, picked, fits=fits):
                words[arg.name] = known
                about = f"{about} {known.upper()}" if arg.kind == "role" else about
            elif sort and arg.required and not sort.live(host.incident):
                host.say(say(sort.none), "warn")
                return
            elif asks_for(verb, arg):
                missing.append(arg)
        self._ask_for(verb, about, words, missing)

    def _known(self, verb: Verb, arg: Arg, picked: Chosen, *, fits: bool) -> str:
        """What an argument is without a question; "" where it must be asked for, or left out."""
        if fits and arg.kind == verb.on and not arg.flag:
            return picked.id
        if arg.name == "base" and fits and verb.on == "entry":
            # What the person sees while they write: who corrects it meanwhile is noticed.
            return self._host.incident.head(of_entry(picked.id)) or picked.id
        return the_only(verb, arg, self.here(picked))

    def _ask_for(
        self,
        verb: Verb,
        about: str,
        words: dict[str, str],
        missing: list[Arg],
        asked: frozenset[str] = frozenset(),
    ) -> None:
        if not missing:
            more = [name for name in verb.more(self._host.incident, words) if name not in asked | set(words)]
            missing = [arg for arg in verb.args if arg.name in more[:1]]
        if not missing:
            self._named(verb, _tokens(verb, words))
            return
        arg, rest = missing[0], missing[1:]
        asked |= {arg.name}
        if arg.kind in ("pad", "message"):  # many lines: not a question
            self._host.message(words) if arg.kind == "message" else self._host.pad(words.get("section", ""))
            return

        def answered(text: str | None) -> None:
            if text is None:
                self._host.say(say("{verb}: not done").format(verb=verb.name), "dim")
                return
            words.pop(arg.name, None)
            if text.strip():
                words[arg.name] = text
            elif arg.kind == "readback":
                words["confirm"] = "yes"
            self._ask_for(verb, about, words, rest, asked)

        host = self._host
        if arg.kind in ("brief", "readback"):  # beside what the state says
            from warroom.screens.handover import Handover

            role, person = words.get("role", ""), words.get("person", "")
            host.app.push_screen(Handover.of(arg, role, person, host.look), answered)
            return
        here = self.here(host.subject())
        held = verb.held(host.incident, words, arg.name) or present(verb, arg, here)
        choices = choices_for(arg, here)
        signs = self._context.signs
        plain = arg.help == f"the {verb.name}"  # it would only say the verb's name again
        title = signs.words(say(verb.help) if plain else f"{about}: {say(arg.help)}")
        if choices:
            host.app.push_screen(
                Choose(title, choices, held, signs), lambda text: self._chosen(text, arg, title, answered)
            )
        else:
            self._type(arg, title, held, answered)

    def _chosen(self, text: str | None, arg: Arg, title: str, answered: Callable[[str | None], None]) -> None:
        if text == OTHER:
            self._type(arg, title, "", answered)
        elif text == UNSURE:
            self.press(registry.VERBS["triage"])
        else:
            answered(text)

    def _type(self, arg: Arg, title: str, held: str, answered: Callable[[str | None], None]) -> None:
        hint = (
            say("Enter · Esc leaves it") if arg.required else say("may be left empty · Enter · Esc leaves it")
        )
        signs = self._context.signs
        ask = Ask(title, hint=signs.words(hint), value=held, check=self._checker(arg), signs=signs)
        self._host.app.push_screen(ask, answered)

    def _named(self, verb: Verb, tokens: Sequence[str]) -> None:
        """A key that takes something back says what, and asks: it may have been part of a sentence."""
        if not verb.takes_back:
            self.confirmed(verb, tokens)
            return
        host = self._host
        try:
            made = registry.act(verb, tokens, host.incident, self.given())
        except Refused as error:
            host.say(str(error), "warn")
            return
        row = next((host.incident.row(event) for fact in made for event in getattr(fact, "events", ())), None)
        words = (row.event.sentence(host.incident, say) if row.event else row.text) if row else "…"

        def answered(yes: bool | None) -> None:
            if yes:
                self.do(verb, tokens)
            else:
                host.say(say("nothing was changed"), "dim")

        question = say("Undo “{act}”?", act=shortened(words))
        told = say("Your last act. The log keeps both.")
        host.app.push_screen(Confirm(self._context.signs.words(question), told), answered)

    def choice(self, arg: Arg, word: str) -> str:
        """Which of its choices a typed word means. Raises Misused when it means none, or several."""
        return str(one_value(arg, word, self._host.incident, self.given(), PARSERS))

    def off(self, verbs: Iterable[Verb], picked: Chosen) -> dict[str, str]:
        """Why those of them that cannot be done to a row cannot, by their names."""
        here, given = self.here(picked), self.given()
        told = ((verb.name, why_not(verb, here, given)) for verb in verbs)
        return {name: why for name, why in told if why}

    def here(self, picked: Chosen) -> Here:
        """Where a question is asked, of whatever is selected."""
        host = self._host
        return Here(
            host.incident,
            self._desk.person,
            picked,
            self._context.language,
            host.look.people,
            host.now,
            host.look.others,
        )

    def given(self) -> Circumstance:
        """Who acts here, when and in which zone, for words that are read before they are sent."""
        host = self._host
        return Circumstance(
            self._desk.person,
            host.now,
            host.look.zone,
            str,
            lambda: host.look.people,
            others=lambda: host.look.others,
        )

    def _checker(self, arg: Arg) -> Callable[[str], str | None]:
        def check(text: str) -> str | None:
            if not text.strip():
                return say("this is needed: {what}", what=say(arg.help)) if arg.required else None
            try:
                one_value(arg, text, self._host.incident, self.given(), PARSERS)
            except Misused as error:
                return str(error)
            return None

        return check

    # -- an act -----------------------------------------------------------------------------------

    def confirmed(
        self,
        verb: Verb,
        tokens: Sequence[str],
        then: Then | None = None,
        refused: Failed | None = None,
    ) -> None:
        """Do it, after asking where the verb says so. `refused` gets the reason when it cannot be done; nothing is called
        when the person turns away."""
        if not verb.confirm:
            self.do(verb, tokens, then, refused)
            return
        try:
            question = registry.question(verb, tokens, self._host.incident, self.given())
        except Misused as error:
            self._refused(error, refused)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.do(verb, tokens, then, refused)
            else:
                self._host.say(say("{verb}: not done").format(verb=verb.name), "dim")

        consequence = say("Nothing brings it back.") if verb.rewrites else say("It can be undone with u.")
        if verb.name == "discard":
            consequence = say("Nothing brings it back.")
        elif verb.mends:
            consequence = say("Nothing that is in the file is changed.")
        self._host.app.push_screen(Confirm(self._context.signs.words(question), consequence), answered)

    def do(
        self,
        verb: Verb,
        tokens: Sequence[str],
        then: Then | None = None,
        refused: Failed | None = None,
        taken: Callable[[], object] | None = None,
    ) -> None:
        """Hand an act to the desk. What comes of it is said; then `then` or `refused` is called, on the screen's thread.

        `taken` is called on the desk's own, once it is done: it is known then even when the screen is gone.
        """

        def answer(came: Done | Refused | StorageError) -> None:
            if taken and isinstance(came, Done):
                taken()
            self._host.app.call_later(self._came, came, then, refused)

        self.busy += 1
        if self._late is None:
            self._late = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._takes_long)
        self._desk.act(verb, tokens, answer, shown=self._host.look.zone)

    def _takes_long(self) -> None:
        self.slow = True
        self._host.saving()

    def _came(self, came: Done | Exception, then: Then | None, refused: Failed | None) -> None:
        self.busy -= 1
        if not self.busy and self._late is not None:
            self._late.cancel()
            self._late, self.slow = None, False
        if not isinstance(came, Done):
            self._refused(came, refused)
        else:
            self._host.took(came)
            if then:
                then(came)
        self._host.saving()

    def _refused(self, error: Exception, refused: Failed | None) -> None:
        self._host.say(str(error), "bad" if isinstance(error, StorageError) else "warn")
        if refused:
            refused(error)


def _unselected(verb: Verb) -> str:
    """What to do where the verb acts on a thing that cannot be typed, and another sort of row is selected."""
    sort = SORTS.get(verb.on)
    return sort.select if sort else _CHOOSE.get(verb.on, "")


def _tokens(verb: Verb, words: dict[str, str]) -> list[str]:
    """The words of a verb, as they would be typed."""
    flags: list[str] = []
    loose: list[str] = []
    for arg in verb.args:
        if arg.name in words:
            if arg.flag:
                flags += [f"--{arg.name.replace('_', '-')}"] + [words[arg.name]] * (arg.kind != "switch")
            else:
                loose.append(words[arg.name])
    return [*flags, "--", *loose] if loose else flags


def asks_for(verb: Verb, arg: Arg) -> bool:
    """Whether a key asks for this argument: it is needed, or worth a question although it may be left empty."""
    if arg.required or arg.name in verb.asks:
        return True
    return (arg.flag and arg.rest) or (arg.kind == "person" and not arg.flag)
