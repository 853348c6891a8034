"""What all panes of a room look at: the incident as it stands, the zone that times are shown in, and the signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo

from warroom.core.clock import zone
from warroom.core.directory import Directory
from warroom.core.incident import Incident
from warroom.core.others import Others
from warroom.core.presence import Console
from warroom.screens.context import Context
from warroom.session.presence import Presence
from warroom.views.board import decisions


class Look:
    """Shared by the screen and its panes. `incident` is the newest state that the screen has heard of."""

    def __init__(self, incident: Incident, context: Context, clock: Callable[[], datetime]) -> None:
        self.incident = incident
        self.decisions = decisions(incident.rows)
        """What was decided and still stands, oldest first."""
        self.signs = context.signs
        self.language = context.language
        self.keymap = context.keymap
        self.person = context.person
        self.reminders = context.reminders
        self._people = context.front.people
        self._others = context.front.others
        self.presence: Presence | None = None
        self._own = (Console(context.person, "", incident.id),)
        self._beside: tuple[Sequence[Console], Others] = ((), self._others.known)
        self.left_out = 0
        """Entries that the incident has besides: a first picture has read the newest ones only."""
        self.columns = 0
        """Of the terminal."""
        self._clock = clock
        self._zones = list(dict.fromkeys([incident.zone, context.zone, "UTC"]))

    def take(self, incident: Incident) -> None:
        """A newer state."""
        old, self.incident = self.incident, incident
        if _entries_kept(old, incident):
            self.decisions += decisions(incident.rows[len(old.rows) :])
        else:
            self.decisions = decisions(incident.rows)

    @property
    def now(self) -> datetime:
        """Aware, in UTC."""
        return self._clock()

    @property
    def people(self) -> Directory:
        """Whom the team can call, as it was read last."""
        return self._people.known

    @property
    def consoles(self) -> Sequence[Console]:
        """Whose consoles are open now: ours always is."""
        return self.presence.consoles if self.presence else self._own

    def moved(self) -> bool:
        """Whether what stands beside the incident is otherwise than when this was asked last: consoles, other incidents."""
        before, self._beside = self._beside, (self.consoles, self.others)
        return before != self._beside

    @property
    def others(self) -> Others:
        """The other incidents of the library, as they stood when the catalogue was read last."""
        return self._others.known

    @property
    def today(self) -> date:
        """In the zone that is shown."""
        return self.now.astimezone(self.zone).date()

    @property
    def zone(self) -> tzinfo:
        return zone(self._zones[0])

    def next_zone(self) -> str:
        """Show times in the next zone: the incident's, this machine's, UTC. Its name."""
        self._zones = [*self._zones[1:], self._zones[0]]
        return self._zones[0]


def _entries_kept(old: Incident, new: Incident) -> bool:
    """Whether what was logged before stands as it stood, and all that is new stands behind it: so that a long log is not
    looked through for each act."""
    had = len(old.rows)
    if not had or len(new.rows) < had or new.undone != old.undone or new.rows[had - 1] is not old.rows[-1]:
        return False
    return not any(hasattr(row.event, "entry") for row in new.rows[had:])
