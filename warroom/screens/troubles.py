"""What is wrong, in words, until it is mended: the disk, the file, a collision of two people."""

from __future__ import annotations

from warroom.screens.acting import Acting
from warroom.session.room import Saved
from warroom.widgets.status import Status


class Troubled(Acting):
    """The part of the room screen that tells of troubles."""

    saved: Saved
    notices: tuple[str, ...]
    read = 0
    """How many of the notices the person has read."""

    @property
    def status(self) -> Status:
        return self.query_one("#status", Status)

    def tell_troubles(self) -> None:
        if self.saved.state == "unsaved":
            self.status.fail("saved", f"NOT SAVED ({self.saved.unsaved}): {self.saved.why}; trying again")
        elif self.saved.state == "read-only":
            self.status.fail("saved", f"read-only: {self.saved.why}")
        else:
            self.status.mend("saved")
        unread = self.notices[self.read :]
        if unread:
            more = f" (+{len(unread) - 1})" if len(unread) > 1 else ""
            self.status.fail("notice", f"{unread[0]}{more}  Esc: read")
        else:
            self.status.mend("notice")
        for conflict in self.incident.conflicts[:1]:
            about = conflict.about.replace("role.ic", "the command").split(".")[0]
            self.status.fail(
                "conflict",
                f"{conflict.winner_by} and {conflict.loser_by} both changed {about}; {conflict.winner_by}'s holds",
            )
        if not self.incident.conflicts:
            self.status.mend("conflict")

    def acknowledge(self) -> bool:
        """The person has read the notices; False when there was none."""
        unread = self.read < len(self.notices)
        self.read = len(self.notices)
        self.tell_troubles()
        return unread
