"""Keys count in the order in which they were typed, however they reach the program.

A laggy connection hands over ten keys in one read. Textual sends all of them to the widget that has the focus when they
come, although the first may open a question that the others answer. Here a key waits until the one before it has had its
whole effect: until what it caused has gone round through the widget, the screens and the app. Letters that go into a text
field need not wait for each other, for none of them leads elsewhere. Nobody waits for the last key, so its round begins
once its picture stands, or with the next key.

Where one key is a whole answer, many people press Enter behind it. Such an Enter belongs to that answer: it neither answers
the next question, which nobody has read yet, nor does it act on the row behind the last one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NamedTuple

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

ROUNDS = 2
"""A key makes an action, an action makes a message, and what answers the message may open a screen: two rounds see it."""
MOST_ROUNDS = 8
PICTURE_SECONDS = 0.03
"""By then what a key did is on the screen; the round would have come before it."""
LOST_SECONDS = 2.0
"""A widget that is removed while a key goes round may take the round with it."""

CONFIRMED_SECONDS = 0.3
"""Nobody reads a question and answers it in less."""

Typed = events.Key | events.Paste
Dispatch = Callable[[events.Event], Awaitable[None]]


class Answer(NamedTuple):
    """A key that was pressed in a question; it answered it if the question is gone when the next key comes."""

    question: Screen[Any]
    key: events.Key


class KeyOrder:
    """The keys of one app. `dispatch` hands one of them to Textual."""

    def __init__(self, app: App[Any], dispatch: Dispatch) -> None:
        self._app = app
        self._dispatch = dispatch
        self._waiting: deque[Typed] = deque()
        self._round = 0
        """Number of the round under way; 0 for none."""
        self._rounds = 0
        self._answer: Answer | None = None
        self._last: DOMNode | None = None
        """Where the last key went, while its round has not begun."""
        self._begin: asyncio.TimerHandle | None = None

    async def put(self, event: Typed) -> None:
        """A key has come."""
        self._waiting.append(event)
        if self._last is not None:
            self._follow_last()
        elif self._round and len(self._waiting) == 1:
            self._app.set_timer(LOST_SECONDS, self._lost_after(self._round))
        await self._go_on()

    def _where(self) -> DOMNode:
        return self._app.focused or self._app.screen

    async def _go_on(self) -> None:
        while self._waiting and not self._round:
            if not self._app.screen.is_mounted:  # nothing has the focus yet that these keys are for
                self._follow(self._app.screen)
                return
            event, here = self._waiting.popleft(), self._where()
            if self._confirms(event):
                continue
            stays, top = _stays(event, here), self._app.screen
            if isinstance(event, events.Key) and isinstance(top, ModalScreen) and not stays:
                self._answer = Answer(top, event)
            await self._dispatch(event)
            if stays:
                continue
            if self._waiting:
                self._follow(here)
            else:
                self._last = here
                self._begin = asyncio.get_running_loop().call_later(PICTURE_SECONDS, self._follow_last)

    def _confirms(self, event: Typed) -> bool:
        """Whether it is an Enter that belongs to the answer before it."""
        answer, self._answer = self._answer, None
        if answer is None or not isinstance(event, events.Key) or event.key != "enter":
            return False
        if answer.question in self._app.screen_stack or event.time - answer.key.time > CONFIRMED_SECONDS:
            return False
        # Enter itself may answer several questions in turn, but acts on no row behind the last one.
        return answer.key.is_printable or (
            answer.key.key == "enter" and not isinstance(self._app.screen, ModalScreen)
        )

    # -- the way of a key

    def _follow_last(self) -> None:
        last, self._last = self._last, None
        if self._begin is not None:
            self._begin.cancel()
            self._begin = None
        if last is not None and self._app.screen_stack:
            self._follow(last)

    def _follow(self, here: DOMNode) -> None:
        self._round = self._rounds = self._rounds + 1
        self._walk(self._round, 1, here, self._app.screen, self._stops(here))
        if self._waiting:
            self._app.set_timer(LOST_SECONDS, self._lost_after(self._round))

    def _stops(self, here: DOMNode) -> Iterator[MessagePump]:
        """Where a key passes, in order; the app comes last."""
        way: list[MessagePump] = [
            node for node in here.ancestors_with_self if not isinstance(node, App | Screen)
        ]
        return iter([*way, *reversed(self._app.screen_stack), self._app])

    def _walk(
        self, number: int, turn: int, here: DOMNode, top: Screen[Any], stops: Iterator[MessagePump]
    ) -> None:
        if number != self._round:
            return
        for stop in stops:
            if stop.call_later(self._walk, number, turn, here, top, stops):
                return
        if turn < ROUNDS or (self._app.screen is not top and turn < MOST_ROUNDS):
            there = self._where()
            self._walk(number, turn + 1, there, self._app.screen, self._stops(there))
        else:
            self._round = 0
            if self._waiting:
                self._app.call_later(self._go_on)

    def _lost_after(self, number: int) -> Callable[[], Awaitable[None]]:
        async def lost() -> None:
            if number == self._round:
                self._round = 0
                await self._go_on()

        return lost


def _stays(event: Typed, here: DOMNode) -> bool:
    """Whether a key can do nothing but put a letter into the field where it goes."""
    return isinstance(here, Input | TextArea) and (isinstance(event, events.Paste) or event.is_printable)
