"""What is wrong, in words, until it is mended: the disk, the file, a collision of two people."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.incident import Incident
from warroom.core.language import say
from warroom.core.masking import Remark, Trouble
from warroom.screens.asked import thing_words
from warroom.session.room import Saved
from warroom.widgets.status import Status


class Troubles:
    """Tells of troubles in a status line. `own` are the person's own, such as a keymap that can't be read."""

    def __init__(self, status: Status, own: Sequence[str]) -> None:
        self._status = status
        self._own = tuple(own)
        self._notices: tuple[str, ...] = self._own
        self._read: frozenset[str] = frozenset()

    def tell(self, incident: Incident, saved: Saved, notices: Sequence[str] | None = None) -> None:
        """How things stand now; `notices` None where nothing new is known of them."""
        if notices is not None:
            self._notices = (*self._own, *(n for n in notices if not isinstance(n, Trouble)))
            self._tell_file(next((n for n in notices if isinstance(n, Trouble)), ""))
        self._tell_saved(saved)
        self._tell_notices()
        conflict = next(iter(incident.conflicts), None)
        if conflict is None:
            self._status.mend("conflict")
        else:
            about = thing_words(incident, conflict.about) or say(
                conflict.about.replace("role.ic", "command").split(".")[0]
            )
            self._status.fail(
                "conflict",
                say(
                    "{winner} and {loser} both changed {about}; {winner}'s holds; F4 shows both",
                    winner=conflict.winner_by,
                    loser=conflict.loser_by,
                    about=about,
                ),
            )

    def acknowledge(self) -> bool:
        """The person has read the notices; False when there was none."""
        unread = self._unread()
        self._read = frozenset(self._notices)
        self._tell_notices()
        return bool(unread)

    def _unread(self) -> list[str]:
        # What comes up once more, after it had gone, is new.
        self._read &= frozenset(self._notices)
        return [notice for notice in self._notices if notice not in self._read]

    def _tell_file(self, trouble: str) -> None:
        """No reading sends this away: it goes when the file is well again."""
        if trouble:
            self._status.fail("file", trouble, first=True)
        else:
            self._status.mend("file")

    def _tell_saved(self, saved: Saved) -> None:
        if saved.lost:
            told = say("NOT IN THE FILE ({count}): {why}", count=saved.lost, why=saved.why)
            self._status.fail("saved", told, first=True)
        elif saved.state == "unsaved":
            self._status.fail(
                "saved",
                say("NOT SAVED ({count}): {why}; trying again", count=saved.unsaved, why=saved.why),
                first=True,
            )
        elif saved.state == "read-only":
            self._status.fail("saved", say("read-only: {why}", why=saved.why))
        else:
            self._status.mend("saved")

    def _tell_notices(self) -> None:
        unread = self._unread()
        if unread:
            more = f" (+{len(unread) - 1})" if len(unread) > 1 else ""
            failed = not all(isinstance(notice, Remark) for notice in unread)
            # What is wrong goes first, and nothing that is well looks like a failure.
            first = next((notice for notice in unread if not isinstance(notice, Remark)), unread[0])
            self._status.fail("notice", f"{first}{more}  {say('Esc: read')}", failed=failed)
        else:
            self._status.mend("notice")
