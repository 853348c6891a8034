"""A room on a thread of its own, so that a slow disk or a held lock never stops the screen.

The console hands acts in and gets them back done; it hears of other people's entries within a tenth of a second. Callbacks
run on the desk's thread: whoever gives one takes it to its own. Nothing but frozen data comes out: the room itself is the
desk's, and nobody else's.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import msgspec

from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.masking import Trouble
from warroom.core.verb import Refused, Verb
from warroom.session.answers import Copied
from warroom.session.bell import Bell
from warroom.session.despatch import Despatch
from warroom.session.kept import Kept
from warroom.session.presence import Presence
from warroom.session.room import Done, Held, Room, Saved
from warroom.session.seen import Mark
from warroom.session.vouched import head_for
from warroom.storage import crashlog
from warroom.storage.errors import StorageError

if TYPE_CHECKING:  # a report's forms are not needed before somebody wants one
    from warroom.session.drafting import Drafted
    from warroom.session.export import Exported

RETRY_SECONDS = 2.0
SETTLED_SECONDS, RELATED_SECONDS, ALONE_SECONDS = 1.0, 5.0, 60.0
"""When first, for a start does not wait for it, and how often the catalogue is looked at: for the incidents that belong to
this one, and for whether there are any.
"""
BRIEFS = frozenset({"brief", "chat"})
"""As `session.briefs` has it, which a start does not wait for."""

Answer = Callable[[Done | Refused | StorageError], None]
Heard = Callable[[Incident, Saved, Sequence[str]], None]
"""The incident as it now stands, whether all is on disk, and the notices that came up."""
_Job = Callable[[], object]


def _nobody(_incident: Incident, _saved: Saved, _notices: Sequence[str]) -> None:
    """Nobody listens yet."""


class Desk:
    """Takes acts in order, one at a time, and watches the file in between.

    `incident`, `saved` and `notices` are how things stood when the desk was set up; `heard` tells of everything since.
    `unsaved` says in words, once it has ended, what the disk has refused to the last, and `kept` whether the next
    console will offer it.
    """

    def __init__(
        self,
        room: Room,
        heard: Heard = _nobody,
        kept: Kept | None = None,
        despatch: Despatch | None = None,
        mark: Mark | None = None,
        presence: Presence | None = None,
    ) -> None:
        self.person = room.person
        self.incident = room.incident
        self.saved = room.saved
        self.notices = tuple(room.notices)
        self.unsaved: tuple[str, ...] = ()
        self._room = room
        self._kept = kept
        self._despatch = despatch
        self.mark = mark
        self.presence = presence
        self.kept = False
        self._clock = room.clock
        self._heard = heard
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._bell = Bell(room.file)
        self._trouble: Trouble | None = None
        self._told = self.notices
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._tried = 0.0
        self._others_at = time.monotonic() + SETTLED_SECONDS

    @property
    def now(self) -> datetime:
        """The room's time of day, aware UTC."""
        return self._clock()

    def start(self, heard: Heard | None = None) -> None:
        self._heard = heard or self._heard
        self._thread.start()

    def act(
        self,
        verb: Verb,
        tokens: Sequence[str],
        answer: Answer | None = None,
        *,
        shown: tzinfo | None = None,
    ) -> None:
        """Hand an act in; `answer` gets what came of it. `shown`: the zone of times in it that name none."""
        words = tuple(tokens)
        self._hand_in(lambda: self._do(verb, words, answer, shown))

    def export(
        self,
        form: str,
        answer: Callable[[Exported | Exception], object],
        *,
        language: str,
        copy: bool,
        roles_only: bool = False,
    ) -> None:
        """Write a report; `answer` gets where it went, or why it did not.

        The desk hands over what the report is made of, frozen; another thread makes it, so that acts need not wait.
        """
        self._hand_in(lambda: self._hand_over(form, answer, language, copy, roles_only))

    def copy(self, text: str, answer: Callable[[Copied | Exception], object]) -> None:
        """Put a text on the clipboard; `answer` gets how far it went. On a thread of its own: a helper program may hang."""
        from warroom.session.errands import outcome

        def put() -> None:
            from warroom.outreach import clipboard

            answer(outcome(lambda: Copied(*clipboard.put(text, os.environ))))

        threading.Thread(target=put, name="copy", daemon=True).start()

    def invite(self, answer: Callable[[Exported | Exception], object]) -> None:
        """Write an invitation to the call; `answer` gets where it went, or why it did not."""
        from warroom.session.errands import outcome

        def write() -> None:
            from warroom.session.invite import write_invitation

            held, people = self._room.held(), self._room.people()
            answer(outcome(lambda: write_invitation(held, people), (StorageError, OSError)))

        self._hand_in(write)

    def draft(
        self,
        named: Sequence[str],
        answer: Callable[[Drafted | Exception], object],
        *,
        plan: bool,
        shown: tzinfo,
    ) -> None:
        """Draft a message for these audiences; `answer` gets it."""
        from warroom.session.errands import outcome

        def make() -> None:
            from warroom.session.drafting import drafted

            answer(outcome(lambda: drafted(self._room.incident, named, self.now, shown, plan=plan)))

        self._hand_in(make)

    def take_back(self, written: Exported, answer: Callable[[str | Exception], object]) -> None:
        """Remove a report that was written here; `answer` gets what was done, or why it was not."""
        from warroom.session.errands import outcome
        from warroom.session.export import take_back

        def remove() -> None:
            came = outcome(lambda: take_back(written))
            if not isinstance(came, Exception):
                self._briefed(written.path.name, gone=True)
            answer(came)

        self._hand_in(remove)

    def stop(self) -> None:
        """Finish what was handed in, then let go of the file. Does not wait for it: see `ended`."""
        self._hand_in(None)
        if self._thread.ident is None:
            self._thread.start()

    def ended(self, seconds: float = 5.0) -> bool:
        """Wait for the end; False when it did not come in time. Not for the screen's thread."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _hand_in(self, job: _Job | None) -> None:
        self._jobs.put(job)
        self._bell.ring()

    # -- on the desk's thread

    def _work(self) -> None:
        if self._despatch:
            self._despatch.begin(lambda: self._hand_in(self._look))
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                if self._bell.wait(RETRY_SECONDS):
                    self._look()
                self._beat()
                continue
            if job is None:
                break
            job()
        self._bell.close()
        if self.mark:
            self.mark.end()
        if self.presence:
            self.presence.end()
        self._room.retry()
        self.unsaved = self._room.unsaved()
        self._keep()
        self._room.close()

    def _beat(self) -> None:
        """What goes on beside the acts, and may be late."""
        if self.mark:
            self.mark.beat()
        if self.presence and self.presence.beat():
            self._tell(self._room.incident)
        if time.monotonic() >= self._others_at:
            self._look_around()

    def _look_around(self) -> None:
        """How the other incidents stand that this one belongs to: often where there are any, seldom where there are none."""
        from warroom.core.families.related import relations

        room = self._room
        before = relations(room.incident, room.others.known)
        after = relations(room.incident, room.others())
        self._others_at = time.monotonic() + (RELATED_SECONDS if after else ALONE_SECONDS)
        if before != after:
            self._tell(room.incident)

    def _do(self, verb: Verb, tokens: Sequence[str], answer: Answer | None, shown: tzinfo | None) -> None:
        came: Done | Refused | StorageError
        try:
            mine = self._kept if verb.mends else None
            came = mine.act(verb) if mine else self._room.act(verb, tokens, keep=True, shown=shown)
        except (Refused, StorageError) as error:
            came = error
        except (
            Exception
        ) as error:  # the desk must go on: an act without an answer would look like one that is saved
            came = Refused(say("{problem}; nothing is known to be saved", problem=crashlog.recorded(error)))
        self._keep()
        if isinstance(came, Done):
            came = msgspec.structs.replace(came, head=head_for(came, self._room))
        if self._despatch and isinstance(came, Done):
            came = self._despatch.after(came, self.now)
        if answer:
            answer(came)
        if isinstance(came, Done) and (answer is None or self._notices() != self._told):
            self._tell(came.incident)

    def _keep(self) -> None:
        """What could not be written goes to this machine's own disk, before anybody is told that it waits."""
        if self._kept:
            self._kept.look()
            self.kept = self._kept.held

    def _hand_over(
        self,
        form: str,
        answer: Callable[[Exported | Exception], object],
        language: str,
        copy: bool,
        roles_only: bool,
    ) -> None:
        from warroom.session.errands import outcome
        from warroom.session.export import export

        held = outcome(lambda: self._room.held(lines=True))
        if isinstance(held, Exception):
            answer(held)
            return

        def made(held: Held) -> Exported:
            return export(held, form, language=language, copy=copy, roles_only=roles_only)

        def make() -> None:
            known = (StorageError, OSError, ValueError)
            came = outcome(lambda: made(held), known)
            if form in BRIEFS and not isinstance(came, Exception):
                self._hand_in(lambda: self._briefed(came.path.name))
            answer(came)

        threading.Thread(target=make, name="report", daemon=True).start()

    def _briefed(self, name: str, *, gone: bool = False) -> None:
        """A brief for management was written, or taken back: the record says so."""
        from warroom.session.briefs import record, withdraw

        with suppress(
            StorageError
        ):  # the file is there all the same; what could not be saved is told by `_tell`
            withdraw(self._room, name) if gone else record(self._room, name, keep=True)
        self._keep()
        self._tell(self._room.incident)

    def _look(self) -> None:
        before = self._room.saved
        changed = False
        if before.unsaved and time.monotonic() >= self._tried + RETRY_SECONDS:
            self._tried = time.monotonic()
            self._room.retry()
        try:
            changed = self._room.refresh()
            self._trouble = None
        except StorageError as error:
            self._trouble = Trouble(error)
        if changed or self._room.saved != before or self._notices() != self._told:
            self._keep()
            self._tell(self._room.incident)

    def _notices(self) -> tuple[str, ...]:
        """What is wrong with the file now goes first, for as long as it is; then what is to be read once."""
        unsent = self._despatch.notices if self._despatch else ()
        return (*((self._trouble,) if self._trouble else ()), *self._room.notices, *unsent)

    def _tell(self, incident: Incident) -> None:
        self._told = self._notices()
        self._heard(incident, self._room.saved, self._told)
