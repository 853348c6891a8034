"""The keys of the room that only pass on to whoever does it: one `action_` for each."""

from __future__ import annotations

from collections.abc import Callable

from warroom.screens.calling import Calling
from warroom.screens.reporting import Reporting
from warroom.screens.room.above import Above
from warroom.screens.room.finder import Finder
from warroom.screens.room.since import Since
from warroom.screens.room.waiting import Waiting
from warroom.screens.typing import Typing
from warroom.session.room import Saved


class Ways:
    """Mixed into the room's screen, which has these."""

    calling: Calling
    finder: Finder
    since: Since
    above: Above
    reporting: Reporting
    waiting: Waiting
    typing: Typing
    saved: Saved

    def action_noise(self) -> None:
        self.finder.noise()

    def action_zone(self) -> None:
        self.finder.zone()

    def action_filter(self) -> None:
        self.finder.field.ask()

    def action_jump(self) -> None:
        self.finder.jump()

    def action_settle(self) -> None:
        self.above.settle()

    def action_export(self) -> None:
        self.reporting.ask()

    def action_next(self) -> None:
        self.waiting.ask()

    def action_deal(self) -> None:
        self.waiting.deal()

    def action_call(self) -> None:
        self.calling.call()

    def action_invite(self) -> None:
        self.calling.invite()

    def keep_draft(self) -> None:
        """Write the half-typed line down, now."""
        self.typing.keep_draft()

    def leave_by(self, way: Callable[[], object]) -> None:
        """Leave, unless that would lose what is not on disk; then ask first."""
        self.keep_draft()
        if self.saved.unsaved:
            self.above.leaving(self.saved, way)
        else:
            way()
