"""An open incident and the single write path: verb -> events -> file -> fold -> whoever listens.

A room belongs to one thread. It knows no screen: the console wraps it in a `Desk`, the shell uses it as it is. Success
means that the facts are on disk; what could not be written is kept, shown as unsaved and written later.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from msgspec import structs

from warroom.core import registry
from warroom.core.clock import IdMaker, iso, zone
from warroom.core.codec import decode_all, fields
from warroom.core.envelope import Event
from warroom.core.families.declaration import Find, declaration
from warroom.core.families.sections import own_sections
from warroom.core.fold import Fold
from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.masking import masked
from warroom.core.masking import notice as masked_notice
from warroom.core.playbook import Playbook
from warroom.core.sentences import whole_sentence
from warroom.core.verb import Circumstance, Refused, Verb
from warroom.session.answers import Done, Held, Saved
from warroom.session.lost import missing, recorded_again, why
from warroom.session.others import beside
from warroom.session.playbooks import default_playbook, named_playbook
from warroom.session.templates import own_parts
from warroom.session.waiting import Waiting
from warroom.session.wallclock import wall_clock
from warroom.storage.errors import BadEvent, Foreign, NotSaved, ReadOnly, Reloaded, Shrunk, StorageError
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.library.folder import Library, identity

# Imported by need: a quarter of a bare start, and a verb on the shell can do without.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Done", "Held", "Room", "Saved", "StorageError", "default_playbook", "wall_clock"]

Clock = Callable[[], datetime]
Make = Callable[[Incident], Sequence[Event]]


class Room:
    """One incident, open."""

    via = ""  # by which door what it writes comes in, see `core.door`

    def __init__(self, log: OpenTail, incident_id: str, *, person: str, clock: Clock = wall_clock) -> None:
        self.person = person
        self.notices: list[str] = []
        self._secrets: list[str] = []
        self._log = log
        log.when_durable = self.durable
        self._clock = clock
        self._ids = IdMaker(os.urandom)
        self._waiting = Waiting()
        self._lost: tuple[Event, ...] = ()
        self._saved = Saved()
        self._fold = Fold(incident_id)
        self._id = incident_id
        self.people, self.others = beside(os.path.dirname(log.path))
        self._load()

    @staticmethod
    def durable(ids: Sequence[str]) -> None:
        """Called the moment something is on disk: the ids of the facts, or of a new incident. Here nobody listens."""

    @classmethod
    def open(cls, path: Path | str, *, person: str, clock: Clock = wall_clock) -> Room:
        """Open an incident file.

        Raises:
            StorageError: it is missing, not ours to read, or no incident file.
        """
        log = OpenTail(path)
        incident_id, notice = identity(path, log.header.get("id"))
        room = cls(log, incident_id, person=person, clock=clock)
        if notice:
            room._note(notice)
        return room

    @classmethod
    def declare(
        cls,
        library: Library,
        tokens: Sequence[str],
        *,
        person: str,
        zone_name: str,
        playbook: Playbook | Find | None,
        clock: Clock = wall_clock,
    ) -> Room:
        """A new incident in the library, durable before this returns. `tokens`: a title and the flags of `declare`.

        Raises:
            Misused: the words do not fit; nothing was made.
            StorageError: it could not be written; nothing was made.
        """
        now = clock()
        ids = IdMaker(os.urandom)
        here = zone(zone_name)
        given = Circumstance(person, now, here, lambda: ids.new(now), parts=own_parts)
        words = (
            list(tokens) if any(t.startswith("--zone") for t in tokens) else ["--zone", zone_name, *tokens]
        )
        facts, secrets = masked((*declaration(words, playbook, given), *own_sections(given)))
        incident_id = library.new_id(facts[0].at.astimezone(here), os.urandom)
        path = library.path_of(incident_id)
        header = {"format": 1, "id": incident_id, "created_at": iso(now)}
        log = create(path, header, [fields(e) for e in facts], now, made=lambda: cls.durable([incident_id]))
        room = cls(log, incident_id, person=person, clock=clock)
        room._tell_masked(secrets)
        return room

    # -- reading ----------------------------------------------------------------------------------

    @property
    def incident(self) -> Incident:
        return self._fold.incident()

    @property
    def saved(self) -> Saved:
        return self._saved

    @property
    def path(self) -> Path:
        from pathlib import Path

        return Path(self._log.path)

    @property
    def file(self) -> str:
        """`path` as text: a verb on the shell does not wait for pathlib."""
        return self._log.path

    def close(self) -> None:
        """Let go of the file."""
        self._log.close()

    @property
    def header(self) -> dict[str, Any]:
        """The row of the file that says which incident it is."""
        return self._log.header

    def unsaved(self) -> tuple[str, ...]:
        """What waits in memory, a line each: for a person to keep when the program must end all the same."""
        return self._waiting.words(self.incident, self._fold.event, self._lost)

    def unwritten(self) -> list[dict[str, Any]]:
        """The same, as it goes to a file."""
        return [*(fields(e) for e in recorded_again(self._lost)), *self._waiting.facts()]

    def held(self, *, lines: bool = False) -> Held:
        """All that a report is made of, as it stands now; it stays so whatever the room does next.

        `lines`: with every event as it stands in the file, which takes reading it.

        Raises:
            StorageError: it can't be read.
        """
        events = tuple(OpenTail(self.path).load().lines) if lines else ()
        return Held(self.incident, self.path, dict(self.header), self.now, events)

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def now(self) -> datetime:
        return self._clock()

    def event(self, event_id: str) -> Event | None:
        return self._fold.event(event_id)

    def events(self) -> tuple[Event, ...]:
        return self._fold.events()

    def zone(self) -> tzinfo:
        """The zone that the incident's people think in."""
        return zone(self._fold.incident().zone)

    def refresh(self) -> bool:
        """Take in what others have written since; True when there was something.

        Raises:
            StorageError: the file can no longer be read.
        """
        try:
            fresh = self._log.refresh()
        except Reloaded:
            self._load()
            return True
        self._see(fresh)
        return bool(fresh)

    def _see(self, lines: Sequence[bytes]) -> None:
        """Take in lines that are in the file."""
        events = decode_all(lines)
        self._fold.add(events)
        if self._lost:
            there = {event.id for event in events}
            self._lose(tuple(event for event in self._lost if event.id not in there))

    def _load(self) -> None:
        """Everything anew: at the start, and when another process has rewritten the file."""
        held = self._fold.events()
        try:
            loaded = self._log.load()
        except Foreign as error:
            self._lose(missing(held, lambda _: None, self._waiting.ids()), str(error))
            raise
        self._fold = Fold(self._id)
        self._fold.add(decode_all(loaded.lines))
        if self._log.read_only:
            self._saved = Saved("read-only", self._log.read_only)
        self._lose(missing(held, self._fold.event, self._waiting.ids()))
        self._fold.add(self._lost)
        self.problem = loaded.problem or ""
        self._note_all(self.problem)
        self._show_waiting()

    def _lose(self, lost: tuple[Event, ...], told: str = "") -> None:
        """Keep what was shown and is in the file no more, and say so, until it is there again."""
        had, self._lost = self._lost, lost
        if lost:
            self._saved = self._unsaved(told or why(len(lost)))
        elif had and not self._waiting:
            self._saved = Saved()

    def _unsaved(self, told: str) -> Saved:
        return Saved("unsaved", told, len(self._waiting) + len(self._lost), len(self._lost))

    def _put_back(self, verb: Verb) -> Done:
        """Write what the file has lost into it again."""
        if not self._lost or verb.name == "discard":
            raise Refused(say("the file holds everything that is shown here"))
        lost, self._lost = self._lost, ()
        again = recorded_again(lost)
        self._waiting.add(again)
        if not self.retry():
            raise NotSaved(self._saved.why)
        self._log.settle([event.origin for event in lost])
        return self._done(again)

    def _note_all(self, *more: str) -> None:
        for notice in (*self._log.notices, *more):
            self._note(notice)
        self._log.notices.clear()

    def _note(self, notice: str) -> None:
        if notice and notice not in self.notices:
            self.notices.append(notice)

    # -- writing ----------------------------------------------------------------------------------

    def act(
        self, verb: Verb, tokens: Sequence[str], *, keep: bool = False, shown: tzinfo | None = None
    ) -> Done:
        """Do what a verb says.

        Args:
            shown: the zone of times that name none, where it is not the incident's.
            keep: when the disk fails, keep the facts in memory and go on (the console) instead of raising (the shell).

        Raises:
            Refused: it can't be done, or the words do not fit; nothing has changed.
            StorageError: it could not be written and `keep` is False; nothing has changed.
        """
        if verb.rewrites:
            return self._rewrite(verb, tokens)
        if verb.mends:
            return self._put_back(verb)
        given = self._given(shown)
        return self._write(lambda incident: registry.act(verb, tokens, incident, given), keep=keep)

    def _rewrite(self, verb: Verb, tokens: Sequence[str]) -> Done:
        """Take words out of the file. What still holds them elsewhere becomes a notice."""
        if not self.retry():
            wait = say("{file}: {why}; nothing is redacted while facts wait to be written")
            raise NotSaved(wait.format(file=self.file, why=self._saved.why))
        self.refresh()
        made, secrets = masked(registry.act(verb, tokens, self._fold.incident(), self._given()))
        from warroom.session.redaction import take_out

        told = take_out(self.path, made[0], self._clock())
        self._load()
        for notice in told:
            self._note(notice)
        self._tell_masked(secrets)
        return self._done(made)

    def take_in(self, facts: Sequence[Event]) -> Done:
        """Write facts that were made elsewhere, such as imported entries. Raises StorageError: nothing has changed."""
        return self._write(lambda _incident: tuple(facts), keep=False)

    def retry(self) -> bool:
        """Write what waits in memory; True when nothing waits any more."""
        if not self._waiting:
            return True
        try:
            self._append(lambda _incident: ())
        except StorageError as error:
            self._saved = self._unsaved(str(error))
            return False
        return True

    def _given(self, shown: tzinfo | None = None) -> Circumstance:
        now = self._clock()
        return Circumstance(
            self.person, now, shown or self.zone(), lambda: self._ids.new(now), self.people, named_playbook, own_parts,
            self.others,
        )  # fmt: skip

    def _write(self, make: Make, *, keep: bool) -> Done:
        made: list[Event] = []
        was = self._saved.state

        secrets: list[str] = []

        def making(incident: Incident) -> Sequence[Event]:
            made[:], secrets[:] = masked(make(incident))
            made[:] = [e if e.via or not self.via else structs.replace(e, via=self.via) for e in made]
            return made

        try:
            self._append(making)
        except StorageError as error:
            # A file that was ours to write may be so again; an event that fits on no line never will.
            if (
                not keep
                or isinstance(error, BadEvent)
                or (isinstance(error, ReadOnly) and was == "read-only")
            ):
                raise
            self._keep(made or making(self._fold.incident()), error)
        self._tell_masked(secrets)
        return self._done(made)

    def _tell_masked(self, kinds: Sequence[str]) -> None:
        """Say how many secrets were masked since the room was opened: each time anew, and never twice."""
        if not kinds:
            return
        before = masked_notice(self._secrets)
        self._secrets.extend(kinds)
        if before in self.notices:
            self.notices.remove(before)
        self._note(masked_notice(self._secrets))

    def _append(self, make: Make) -> None:
        """Write what waits and what `make` makes of the freshest state; durable when this returns."""

        def facts(seen: Sequence[bytes]) -> Sequence[dict[str, Any]]:
            self._see(seen)
            return [*self._waiting.facts(), *(fields(e) for e in make(self._fold.incident()))]

        log = self._log
        try:
            written = log.append_under(facts, self._clock())
        except Reloaded:
            had = len(self._lost)
            self._load()
            if len(self._lost) > had:
                # Perhaps a copy that is still under way: nothing is written into the middle of it.
                raise Shrunk(why(len(self._lost))) from None
            written = log.append_under(facts, self._clock())
        waited = self._waiting.take()
        if waited:
            try:
                self._load()
            except StorageError:
                # They are on disk, but cannot be shown as they stand there: a retry finds them, and writes none twice.
                self._waiting.put_back(waited)
                raise
        self._saved = self._unsaved(why(len(self._lost))) if self._lost else Saved()
        self._note_all()
        self._fold.add(decode_all(written.lines))

    def _keep(self, made: Sequence[Event], error: StorageError) -> Done:
        self._waiting.add(made)
        self._saved = self._unsaved(str(error))
        self._show_waiting()
        return self._done(made)

    def _show_waiting(self) -> None:
        """Show what is not on disk yet."""
        self._fold.add(list(self._waiting.shown(self._fold.incident().last, self._clock())))

    def _done(self, made: Sequence[Event]) -> Done:
        incident = self._fold.incident()
        said = "; ".join(whole_sentence(e, incident, say) for e in made[:3]) + (" …" if len(made) > 3 else "")
        return Done(tuple(made), incident, said, self._saved)
