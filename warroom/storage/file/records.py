"""What reading and appending hand back."""

from __future__ import annotations

from warroom.core.language import many, say
from warroom.storage.errors import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.file.layout import Damage


class Loaded:
    """A whole file. `lines`: the raw JSON object of every whole event, in file order.

    `damaged`: what is not whole before the tail. `problem`: one line for the person, None when there is
    nothing to say.
    """

    __slots__ = ("damaged", "lines", "problem")

    def __init__(self, lines: list[bytes], damaged: list[Damage], problem: str | None) -> None:
        self.lines, self.damaged, self.problem = lines, damaged, problem


class Appended:
    """`lines`: the raw objects of the events asked for, durable. `seen`: what others put before them."""

    __slots__ = ("lines", "seen")

    def __init__(self, lines: list[bytes], seen: list[bytes]) -> None:
        self.lines, self.seen = lines, seen


class Mark:
    """How far we have read: `end` behind the last line, its `number`, the last bytes before `end`."""

    __slots__ = ("anchor", "end", "number")

    def __init__(self, end: int, number: int, anchor: bytes) -> None:
        self.end, self.number, self.anchor = end, number, anchor


def problem_of(path: str, damaged: list[Damage], unit: str = "line") -> str | None:
    """One line for the person about what is damaged in a file, None when nothing is."""
    if not damaged:
        return None
    more = say(" (and {count} more)", count=len(damaged) - 1) if len(damaged) > 1 else ""
    what = say("was altered: its checksum does not hold") if damaged[0].altered else say("is damaged")
    return say(
        "{path}: {unit} {line_number}{more} {what}; it stays in the file and does not count, the "
        "rest is whole; `warroom verify` names it, `warroom repair FILE` salvages the rest into a "
        "new file",
        path=shown(path),
        unit=say(unit),
        line_number=damaged[0].line_number,
        more=more,
        what=what,
    )


def twins_of(path: str, lines: list[bytes], held: list[bytes]) -> str:
    """One line for the person about lines that another with their id holds against, "" when they are the same anyway."""
    if len(held) == len(lines):
        return ""
    others = len(set(lines).difference(held))
    if not others:
        return ""
    return many(
        others,
        "{path}: 1 event has the id of another and counts for nothing; `warroom verify` names the lines",
        "{path}: {n} events have the id of another and count for nothing; `warroom verify` names the lines",
        path=shown(path),
    )
