"""What reading and appending hand back."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.layout import Damage


class Loaded:
    """A whole file. `lines`: the raw JSON object of every whole event, in file order.

    `damaged`: what is not whole before the tail. `problem`: one line for the person, None when there is
    nothing to say.
    """

    __slots__ = ("damaged", "lines", "problem")

    def __init__(self, lines: list[bytes], damaged: list[Damage], problem: str | None) -> None:
        self.lines, self.damaged, self.problem = lines, damaged, problem


class Refreshed:
    """What is new. `lines`: the raw objects that others added. `reloaded`: the file is another: `load()` again."""

    __slots__ = ("lines", "reloaded")

    def __init__(self, lines: list[bytes], reloaded: bool = False) -> None:
        self.lines, self.reloaded = lines, reloaded


class Appended:
    """A commit. `lines`: the raw objects of the events asked for, durable. `seen`: what others put before them.

    `reloaded`: the file was replaced, and `seen` is all of it. `notices`: sentences for the person.
    """

    __slots__ = ("lines", "notices", "reloaded", "seen")

    def __init__(self, lines: list[bytes], seen: list[bytes], reloaded: bool, notices: list[str]) -> None:
        self.lines, self.seen, self.reloaded, self.notices = lines, seen, reloaded, notices


class Mark:
    """How far we have read: `end` behind the last line, its `number`, the last bytes before `end`."""

    __slots__ = ("anchor", "end", "number")

    def __init__(self, end: int, number: int, anchor: bytes) -> None:
        self.end, self.number, self.anchor = end, number, anchor
