"""`warroom log`: one entry from the words, or one per line of standard input; its id is printed once it is durable."""

from __future__ import annotations

import codecs
import os
import signal
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Final

from msgspec import structs

from warroom.cli import ack, output
from warroom.cli.command import Command
from warroom.cli.failure import MISUSED, Trouble
from warroom.cli.shell import Shell
from warroom.core.arguments import read
from warroom.core.clock import IdMaker
from warroom.core.entryline import Problem, Say, timed
from warroom.core.envelope import Event
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.core.text import clean, pieces, quoted, seam
from warroom.core.verb import Arg, Circumstance, Verb
from warroom.core.when import When
from warroom.core.wordorder import sort_out
from warroom.session.room import Room

_CHUNK: Final = 64 * 1024
_LONGEST: Final = 1024 * 1024
"""A line that goes on for longer is not waited for; one that is too long for an event is logged in pieces."""
TERMINATED: Final = 128 + signal.SIGTERM

_LOG: Final = VERBS["log"]
_WORDS: Final = Verb(
    _LOG.name, _LOG.chapter, "log an entry; with - one per line of standard input", _LOG.make,
    (*_LOG.args, Arg("quiet", "switch", "do not print the id", required=False, flag=True)),
)  # fmt: skip


def _log(shell: Shell, tokens: Sequence[str]) -> int:
    mine = list(tokens)
    head = mine[: mine.index("--")] if "--" in mine else mine
    quiet = "--quiet" in head
    if quiet:
        mine.remove("--quiet")
    if "-" in head:
        output.need_stdin()
    room = shell.room()
    if "-" in head and _is_stream(room, mine):
        mine.remove("-")
        if shell.key:
            raise Trouble(say("--idempotency-key names one entry, and a pipe has many"), MISUSED)
        return _stream(shell, room, mine, quiet)
    done = room.act_once(shell.key, _LOG, mine)
    _acknowledge(shell, done.events, quiet)
    shell.changed(room)
    return 0


def _is_stream(room: Room, words: Sequence[str]) -> bool:
    """Whether `-` is the only word that belongs to no option."""
    raw, _, _ = sort_out(_LOG, words, Circumstance(room.person, room.now, room.zone(), str))
    return raw.get("text") == "-"


def _acknowledge(shell: Shell, events: Sequence[Event], quiet: bool) -> None:
    if quiet:
        ack.hush()
    elif shell.options.json:
        ack.tell(*(f'{{"id": "{event.id}"}}' for event in events))
    else:
        ack.tell(*(event.id for event in events))


def _stream(shell: Shell, room: Room, options: Sequence[str], quiet: bool) -> int:
    """One entry per line; what is readable at once becomes one commit."""
    ids = IdMaker(os.urandom)
    status = 0
    try:
        with _Stoppable() as stoppable:
            for texts in _lines(stoppable):
                facts = _facts(room, ids, options, texts)
                room.take_in(facts)
                _acknowledge(shell, facts, quiet)
    except _Stopped:
        status = TERMINATED
    shell.changed(room)
    return status


def _facts(room: Room, ids: IdMaker, options: Sequence[str], texts: Sequence[str]) -> list[Event]:
    now = room.now
    given = Circumstance(room.person, now, room.zone(), lambda: ids.new(now))
    incident = room.incident
    told = read(_LOG, [*options, "--", "-"], incident, given)
    made: list[Event] = []
    for line in texts:
        text, at = _with_its_time(line, told.at, given)
        for piece in pieces(text):
            if piece.strip():
                values = {**told.values, "text": clean(piece)}
                made += _LOG.make(incident, structs.replace(told, values=values, at=at))
    return made


def _with_its_time(line: str, at: When | None, given: Circumstance) -> tuple[str, When | None]:
    """A line without the time that it begins with, and that time. One that is not understood is no reason to lose the line:
    it is logged as it stands, and that is said."""
    said = timed(line, given.now, given.zone)
    if isinstance(said, Problem):
        output.note(
            say(
                "logged as it stands, at the time of now: {line}: {problem}",
                line=quoted(line),
                problem=said.message,
            )
        )
    elif isinstance(said, Say) and said.at and at:
        output.note(say("logged as it stands, at the time of --at: {line}", line=quoted(line)))
    elif isinstance(said, Say) and said.at:
        return said.text, When(said.at, said.precision)
    return line, at


def _lines(stoppable: _Stoppable) -> Iterator[list[str]]:
    """The lines of standard input that have something to say, as many at a time as are there."""
    rest = b""
    while chunk := stoppable.read():
        whole, newline, rest = (rest + chunk).rpartition(b"\n")
        if len(rest) > _LONGEST:
            part, rest = _cut(rest)
            whole = whole + newline + part
        if found := _texts(whole):
            yield found
    if found := _texts(rest):
        yield found


def _cut(line: bytes) -> tuple[bytes, bytes]:
    """The beginning of a line that does not end, and the rest: no character and no white space is lost between them."""
    text, used = codecs.utf_8_decode(line, "replace", False)
    at = seam(text, len(text))
    return text[:at].encode(), text[at:].encode() + line[used:]


def _texts(raw: bytes) -> list[str]:
    lines = (clean(line) for line in raw.decode("utf-8", "replace").split("\n"))
    return [line for line in lines if line.strip()]


class _Stopped(Exception):
    """SIGTERM came while nothing was being written."""


class _Stoppable:
    """Reads standard input; SIGTERM ends the reading, and waits while entries are being written."""

    def __init__(self) -> None:
        self._reading = False
        self._asked = False

    def __enter__(self) -> _Stoppable:
        self._before = signal.signal(signal.SIGTERM, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTERM, self._before)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        if self._reading:
            raise _Stopped

    def read(self) -> bytes:
        """What is there to read, at least one byte; b"" at the end."""
        self._reading = True
        try:
            if self._asked:
                raise _Stopped
            return os.read(0, _CHUNK)
        finally:
            self._reading = False


COMMANDS: Final = (Command(_WORDS, _log),)
