"""The grammar of the entry line: what a typed line means, decided without doing it.

    plain text              logs it
    @14:02 text             logs it at that time; also -5m text, @yesterday 23:50 text, @"today 9:00" text
    /verb rest              a command          //text   logs a line that begins with one slash
    !command                runs it            !!text   logs it: excitement never runs anything

Knows no verbs and no incident. Whatever is typed, nothing is lost: text is logged, or the line stays with a
`Problem` that says what to correct.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from itertools import islice

import msgspec

from warroom.core.clock import BadTime
from warroom.core.language import say
from warroom.core.text import clean, quoted, todo
from warroom.core.typedtime import MOST_WORDS, goes_on, not_whole, whole
from warroom.core.vocabulary import Precision
from warroom.core.when import When, parse_when


class Empty(msgspec.Struct, frozen=True):
    """Nothing was typed."""


class Say(msgspec.Struct, frozen=True):
    """An entry: cleaned text, lines kept; `at` in UTC, None for now; `todo`: it begins with TODO."""

    text: str
    at: datetime | None = None
    precision: Precision = "exact"
    todo: bool = False


class Command(msgspec.Struct, frozen=True):
    """A verb in lower case, and the cleaned rest of the line; `tokens` splits it."""

    verb: str
    rest: str


class Run(msgspec.Struct, frozen=True):
    """A shell command, exactly as typed."""

    command: str


class Problem(msgspec.Struct, frozen=True):
    """Why the line cannot be taken, in one line. The line itself must stay where it is, to be corrected."""

    message: str


Parsed = Empty | Say | Command | Run | Problem

_WORD = re.compile(r"\S+")
_AGO = re.compile(r"(-(?:\d+[smhdw])+)(?:\s+(.*))?", re.ASCII | re.IGNORECASE | re.DOTALL)
_VERB = re.compile(r"/([a-z][a-z0-9_-]*)(?:\s+(.*))?", re.ASCII | re.IGNORECASE | re.DOTALL)
_LOOKS_LIKE_A_TIME = re.compile(r"[\d~-]", re.ASCII)
_TOKEN = re.compile(
    r"""
      '(?P<single>[^']*)'(?=\s|$)     # only around whole words: an apostrophe is a letter
    | (?P<mixed>(?:"[^"]*"|\S)+)      # an unclosed double quote is a letter as well
    """,
    re.VERBOSE,
)


def parse(line: str, now: datetime, zone: tzinfo) -> Parsed:
    """What the line means; a time without a zone is in `zone`. Never raises."""
    line = line.strip(
        " \t\r\n"
    )  # not every separator that Python takes for white space: clean() makes those visible
    if line.startswith("//"):
        return _say(line[1:], None)
    if line.startswith("/"):
        return _command(line)
    if line.startswith("!") and not line.startswith("!!"):
        command = line[1:].strip()
        return Run(command) if command else Problem(say("which command? Type it behind the !, as in !uptime"))
    return timed(line, now, zone)


def timed(line: str, now: datetime, zone: tzinfo) -> Empty | Say | Problem:
    """What a line means where no command is looked for: text, with a time in front or without. A time without a zone is in
    `zone`. Never raises."""
    line = line.strip(" \t\r\n")
    if line.startswith("@"):
        return _at(line, now, zone)
    if ago := _AGO.fullmatch(line):
        return _said_at(ago[1], ago[2] or "", now, zone)
    return _say(line, None)


def tokens(rest: str, *, lines: bool = False) -> list[str]:
    """The words of a command's rest. "Double quotes" keep words together, also inside a word (`why="a b"`),
    'single quotes' only around whole words; an apostrophe or a quote without a partner is a letter. With `lines`, all that
    stands behind the first line is one word as it is, line end in front. Never raises."""
    found: list[str] = []
    end = 0
    for match in _TOKEN.finditer(rest):
        if lines and "\n" in rest[end : match.start()]:
            return [*found, rest[end:].lstrip(" \t")]
        end = match.end()
        single = match["single"]
        found.append(single if single is not None else re.sub(r'"([^"]*)"', r"\1", match["mixed"]))
    return found


def _command(line: str) -> Parsed:
    match = _VERB.fullmatch(line)
    if match:
        return Command(match[1].lower(), clean(match[2] or "", multiline=True))
    if not line[1:2].strip():
        return Problem(say("which verb? Type it right behind the /, as in /sev 2"))
    word = quoted(line.split()[0])
    return Problem(
        say("{word} is not a verb; begin with // to log a line that starts with a slash", word=word)
    )


def _at(line: str, now: datetime, zone: tzinfo) -> Empty | Say | Problem:
    if line.startswith('@"'):
        typed, closed, rest = line[2:].partition('"')
        if not closed:
            return Problem(say('the time has no closing quote; write it like @"yesterday 23:50" text'))
        return _said_at(typed, rest, now, zone)
    words = list(islice(_WORD.finditer(line, 1), MOST_WORDS))
    count = whole([word[0] for word in words], lambda typed: parse_when(typed, now, zone))
    if count and words[0].start() == 1:
        typed, rest = line[1 : words[count - 1].end()], line[words[count - 1].end() :]
        if piece := goes_on(rest):
            return Problem(not_whole(typed, piece, f'@"{typed}" {piece} …'))
        return _said_at(typed, rest, now, zone)
    if _LOOKS_LIKE_A_TIME.match(line, 1):
        return _said_at(words[0][0], "", now, zone)
    return _say(line, None)


def _said_at(typed: str, rest: str, now: datetime, zone: tzinfo) -> Empty | Say | Problem:
    """The entry `rest` at the time `typed`, or what is wrong with either."""
    try:
        found = parse_when(typed, now, zone)
    except BadTime as error:
        return Problem(str(error))
    said = _say(rest, found)
    return (
        Problem(say("what happened? Type it behind the time {typed}", typed=quoted(typed)))
        if said == Empty()
        else said
    )


def _say(text: str, found: When | None) -> Empty | Say:
    text = clean(text, multiline=True)
    if not text:
        return Empty()
    to_do = todo(text) is not None
    return Say(text, found.at, found.precision, to_do) if found else Say(text, todo=to_do)
