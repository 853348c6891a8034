"""What every fact carries, and what every fact must say of itself.

A line of the incident file is one flat JSON object: the envelope (`id`, `at`, `recorded_at`, `by`, `kind`, `prev`, `act`
and what the storage adds: `origin`, `n`, `hlc`, `after`, `crc`) and the fields of its kind, which stand in `core.families`.
Times are aware UTC datetimes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, TypedDict

import msgspec

if TYPE_CHECKING:
    # An incident holds facts, and a fact says itself in the light of an incident: a circle in the types only.
    from warroom.core.incident import Incident
    from warroom.core.sentences import Say
    from warroom.core.state import State

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""Aware; a time without a zone is no time."""


class Stamp(TypedDict):
    """What an act gives to each of its facts: `Titled(**given.stamp(), title=…)`."""

    id: str
    at: datetime
    by: str


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, gc=False):
    """A fact: something that was done or that happened."""

    id: str
    """UUIDv7, the only identity of the fact."""
    at: Moment
    """When it happened."""
    by: str
    """Who did it."""
    recorded_at: Moment | None = None
    """When it was recorded; set by the storage."""
    first_recorded_at: Moment | None = None
    """When it was recorded first, where it came here from another file; `recorded_at` is then the import's."""
    prev: str = ""
    """The event that this one replaces, as its author saw it. Not the current one at fold time: a concurrent edit."""
    act: str = ""
    """The first event of the act that this one belongs to, when one act made several."""
    once: str = ""
    """The key under which a script asked for it: the same key again is the same act, and writes nothing."""
    via: str = ""
    """By which door of which host it came: `console@web-1`, `shell@web-1`, `import@web-1`; "" where that is not known."""
    origin: str = ""
    hlc: str = ""

    quiet: ClassVar[bool] = False
    """The timeline hides it until asked."""
    headline: ClassVar[bool] = False
    """It changes how the whole incident stands: the timeline shows it bold."""
    turn: ClassVar[bool] = False
    """From here on the incident stands otherwise: the timeline draws a rule across."""
    news: ClassVar[bool] = False
    """Whoever comes back is told of it, as of every headline."""
    goes_out: ClassVar[bool] = False
    """People who do not see the record are told of it: the answer says the head of the record as it then stood."""
    sends: ClassVar[bool] = False
    """It has something sent by the outbox, or takes that back: whoever acknowledges the act hands it over."""
    multiline: ClassVar[bool] = False
    """Its texts may have lines; those of other kinds stand on one."""
    not_undone: ClassVar[str] = ""
    """Why no undo takes it back; "" for what can be undone."""

    @property
    def kind(self) -> str:
        """What the file calls it, such as `entry.logged`."""
        return str(type(self).__struct_config__.tag)

    @property
    def noise(self) -> bool:
        """Whether the timeline hides this one until asked."""
        return self.quiet

    @property
    def carried(self) -> tuple[str, ...]:
        """Entries that the same act logged: an undo takes them back with it. Other facts are known by their `act`."""
        return ()

    def superseded(self, incident: Incident) -> bool:
        """Whether what it says no longer holds, because of something said later of the same thing."""
        return False

    def apply(self, state: State) -> None:
        """What it does to the state. Every kind has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no `apply`")

    def sentence(self, incident: Incident, say: Say) -> str:
        """One short line for the timeline, the report and the answer to an act. Every kind has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no `sentence`")

    def more(self, incident: Incident, say: Say) -> str:
        """What follows from it, for who reads on: said behind the sentence, smaller; "" where that says all."""
        return ""
