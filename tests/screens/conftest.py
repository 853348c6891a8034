"""A room with a clock of the test's own, in a library of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.stage import Clock, declare
from warroom.session.room import Room
from warroom.widgets import keyorder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Iterator[Room]:
    """“Payment gateway down”, SEV2, declared at 14:30 by ani, with the ten steps."""
    made = declare(tmp_path, clock=clock)
    clock.on(seconds=1)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are written where the person is: not into the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _each_question_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Pilot is faster than any reader: only keys of the same instant count as typed ahead."""
    monkeypatch.setattr(keyorder, "CONFIRMED_SECONDS", 0.0)
