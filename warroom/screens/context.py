"""What every screen of one console shares: who, which signs and zone, the front desk of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warroom.session.drafts import KeptDrafts
from warroom.session.front import Front
from warroom.session.settings import Reminders
from warroom.views.lines import UTF8, Signs

if TYPE_CHECKING:
    from textual.app import App


NO_REMINDERS: Final = Reminders()


class Context(NamedTuple):
    front: Front
    """What touches the library's disk, on a thread of its own."""
    signs: Signs = UTF8
    language: str = "en"
    keymap: Mapping[str, str] = MappingProxyType({})
    troubles: tuple[str, ...] = ()
    """What is wrong with the person's own settings, a line each."""
    reminders: Reminders = NO_REMINDERS
    """Whether the terminal rings or shows a notification when something begins to wait."""
    leave: Callable[[App[Any]], None] = lambda app: app.exit()
    """Where `q` goes: back to the incidents, or out."""

    @property
    def person(self) -> str:
        return self.front.person

    @property
    def zone(self) -> str:
        """IANA name of this machine's zone."""
        return self.front.zone_name

    @property
    def drafts(self) -> KeptDrafts:
        """Half-typed lines."""
        return self.front.drafts
