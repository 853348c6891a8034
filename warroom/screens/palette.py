"""The command palette: whatever can be done here, found by the words that people use for it, with its key beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.core.text import folded, for_terminal
from warroom.screens.keys import OWN, key_of
from warroom.screens.room.screen import RoomScreen

_NAME = 10


class Entry(NamedTuple):
    """One line of the palette."""

    name: str
    help: str
    also: str
    """Other words for it."""
    key: str
    do: Callable[[], object]

    def score(self, words: list[str]) -> float:
        """How well the words of a search fit, 0 for not at all: every word must stand somewhere; the name counts most."""
        name, rest = folded(self.name), folded(f"{self.help} {self.also}").split()
        found = 0.0
        for word in words:
            if name.startswith(word):
                found += 3.0
            elif any(other.startswith(word) for other in rest):
                found += 1.0 + (word in self.also.split())
            elif word in name or any(word in other for other in rest):
                found += 0.5
            else:
                return 0.0
        return found


class Palette(Provider):
    """The verbs and the screen's own keys in a room; leaving and the theme everywhere."""

    async def discover(self) -> Hits:
        for entry in self._entries():
            yield DiscoveryHit(_shown(entry), entry.do, text=entry.name)

    async def search(self, query: str) -> Hits:
        words = folded(query).split()
        for entry in self._entries():
            score = entry.score(words)
            if score:
                yield Hit(score, _shown(entry), entry.do, text=entry.name)

    def _entries(self) -> Iterable[Entry]:
        screen = self.screen
        if isinstance(screen, RoomScreen):
            yield from _of_room(screen)
        yield Entry("exit", say("leave warroom"), "quit close end", "ctrl+q", self.app.action_leave_for_good)  # type: ignore[attr-defined]
        yield Entry("theme", say("dark, light and others"), "colours", "", self.app.action_change_theme)


def _of_room(screen: RoomScreen) -> Iterable[Entry]:
    keymap = screen.context.keymap
    for verb in VERBS.values():
        why_not = verb.off(screen.incident)
        about = say(verb.help)
        if why_not:
            about = say("{help} (not now: {why})", help=about, why=why_not)
        key = key_of(f"verb.{verb.name}", keymap) if verb.key else ""
        yield Entry(verb.name, about, verb.also, key, lambda verb=verb: screen.type_verb(verb))  # type: ignore[misc]
    for own in OWN:
        name, action, pane, about = own[0], own[2], own[3], own[4]
        if not pane:
            yield Entry(
                name.partition(".")[2],
                say(about),
                _ALSO.get(name, ""),
                key_of(name, keymap),
                lambda action=action: screen.run_action(action.replace("screen.", "")),  # type: ignore[misc]
            )


_ALSO = {
    "room.decide": "decision decided agree choose",
    "room.filter": "find search grep look",
    "room.zone": "time timezone clock utc local",
}


def _shown(entry: Entry) -> Content:
    key = for_terminal(f"  {entry.key}") if entry.key else ""
    return Content.assemble(
        Content.styled(f"{entry.name:<{_NAME}} ", "bold"),
        Content(for_terminal(entry.help)),
        Content.styled(key, "bold $accent"),
    )
