"""Which word behind a verb belongs to which argument: options, the words left over, and times of more than one word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Final

from warroom.core.language import say
from warroom.core.text import clean_name, quoted
from warroom.core.typedtime import goes_on, not_whole, whole
from warroom.core.verb import Arg, Circumstance, Misused, Verb
from warroom.core.vocabulary import role_named
from warroom.core.when import When, parse_ahead, parse_due, parse_duration, parse_slot, parse_when

_NARRATIVE: Final = ("text", "maybe_text", "message")
"""Words of a person that may begin with their time."""

_JOINED: Final = {"systems": ",", "symptoms": "; ", "objections": "; ", "audiences": ","}
"""The kinds of option that may be given again, and what comes between."""


def with_its_time(text: str, when: When | None, given: Circumstance) -> tuple[str, When | None]:
    """A text that may begin with its time, as in the entry line (`@14:02 text`, `-5m text`), and that time."""
    from warroom.core.entryline import Problem, Say, timed

    said = timed(text, given.now, given.zone)
    if isinstance(said, Problem):
        raise Misused(said.message)
    if not isinstance(said, Say) or said.at is None:
        return text, when
    if when is not None:
        raise Misused(
            say(
                "there are two times: --at, and the one that {text} begins with; leave one out",
                text=quoted(text),
            )
        )
    return said.text, When(said.at, said.precision)


def sort_out(
    verb: Verb, tokens: Sequence[str], given: Circumstance
) -> tuple[dict[str, str], str | None, str]:
    """Which word belongs to which argument; what stood behind `--at`; and the argument that got the words left over."""
    flags = {a.name.replace("_", "-"): a for a in verb.args if a.flag}
    raw: dict[str, str] = {}
    loose: list[str] = []
    at: str | None = None
    words = list(tokens)
    while words:
        word = words.pop(0)
        if word == "--":
            loose += words
            break
        if not word.startswith("--"):
            loose.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        arg = flags.get(name)
        if arg is None and name != "at":
            raise Misused(
                say("{name} has no --{option}; usage: {usage}", name=verb.name, option=name, usage=verb.usage)
            )
        if arg is not None and arg.kind == "switch":
            raw[arg.name] = "yes"
            continue
        if not equals:
            value = words.pop(0) if words else ""
        if not value:
            raise Misused(say("--{name} needs a value; usage: {usage}", name=name, usage=verb.usage))
        value = _whole(name, arg.kind if arg else "time", value, words, given)
        if arg is not None:
            raw[arg.name] = _joined(verb, arg, raw.get(arg.name), value)
        elif at is not None:
            raise Misused(say("--{name} is given twice; usage: {usage}", name="at", usage=verb.usage))
        else:
            at = value
    return raw, at, _hand_out(verb, loose, raw, given)


_TIMES: Final[dict[str, Callable[[str, Circumstance], object]]] = {
    "time": lambda typed, given: parse_when(typed, given.now, given.zone),
    "ahead": lambda typed, given: parse_ahead(typed, given.now, given.zone),
    "slot": lambda typed, given: parse_slot(typed, given.now, given.zone),
    "due": lambda typed, given: parse_due(typed, given.now.astimezone(given.zone).date()),
    "duration": lambda typed, _given: parse_duration(typed),
}


def _whole(name: str, kind: str, value: str, words: list[str], given: Circumstance) -> str:
    """An option's value; of a time, with the words behind it that belong to it, which are taken out of `words`.

    Raises:
        Misused: the words behind it go on as a time, and as a whole it is none.
    """
    if kind not in _TIMES:
        return value
    behind = list(takewhile(lambda word: not word.startswith("--"), words))
    count = whole([value, *behind], lambda typed: _TIMES[kind](typed, given))
    if not count:
        return value  # its parser says what is wrong with it
    typed, rest = " ".join([value, *behind[: count - 1]]), " ".join(behind[count - 1 :])
    if piece := goes_on(rest):
        raise Misused(not_whole(typed, piece, f'--{name} "{typed}" {piece} …'))
    del words[: count - 1]
    return typed


def _joined(verb: Verb, arg: Arg, before: str | None, value: str) -> str:
    """An option's value with what stood behind the same option before."""
    if before is None:
        return value
    if arg.kind not in _JOINED:
        raise Misused(
            say("--{name} is given twice; usage: {usage}", name=arg.name.replace("_", "-"), usage=verb.usage)
        )
    return before + _JOINED[arg.kind] + value


def _left_out(arg: Arg, word: str) -> bool:
    """Whether a role that need not be named is not: `decline I am on a train` begins with its reason."""
    return arg.kind == "role" and not arg.required and role_named(clean_name(word)) is None


def _taken(arg: Arg, loose: list[str], given: Circumstance) -> str:
    """The next word, which is taken out; of a time, with the words behind it that belong to it: `tomorrow 10:00`."""
    count = 1
    if arg.kind in _TIMES:
        count = whole(loose, lambda typed: _TIMES[arg.kind](typed, given)) or 1
    taken = " ".join(loose[:count])
    del loose[:count]
    return taken


def _hand_out(verb: Verb, loose: list[str], raw: dict[str, str], given: Circumstance) -> str:
    """Give the words that belong to no option to the arguments; which one got all that were left, "" for none."""
    main = ""
    spare = next((a for a in verb.args if a.flag and (a.rest or (a.kind == "text" and a.name in raw))), None)
    for arg in (a for a in verb.args if not a.flag):
        if not loose:
            return main
        if arg.rest:
            raw[arg.name] = " ".join(loose).replace(" \n", "\n")
            main = arg.name if arg.kind in _NARRATIVE else ""
            loose.clear()
        elif not (spare and _left_out(arg, loose[0])):
            raw[arg.name] = _taken(arg, loose, given)
    if loose and spare:
        # `--why all cards fail`: only the first word stood behind the option, and the others have no other place.
        raw[spare.name] = " ".join((raw.get(spare.name, ""), *loose)).strip()
        return spare.name if spare.kind in _NARRATIVE else ""
    if loose:
        raise Misused(
            say(
                "{name}: {loose} was not expected; usage: {usage}",
                name=verb.name,
                loose=quoted(" ".join(loose)),
                usage=verb.usage,
            )
        )
    return main
