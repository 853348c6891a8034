"""How the shell's door prints: every text through the gate, tables that fit, colour only where it is wanted."""

from __future__ import annotations

import os
import sys

from warroom.cli import ack
from warroom.core import language
from warroom.core.text import for_terminal

# The list in a pipe draws nothing: what draws is imported by need.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from warroom.views.lines import Line, Signs

_COLOURS = {
    "bold": "1", "title": "1", "key": "1", "dim": "2", "system": "2", "border": "2", "struck": "9;2", "accent": "36",
    "info": "36", "ok": "32", "warn": "33", "bad": "31", "status": "1", "cursor": "7", "sev1": "1;31", "sev2": "31",
    "sev3": "33", "sev4": "36",
}  # fmt: skip
GAP = "  "
_LEAST = 16
"""The last column of a table never gets fewer cells than this."""
_MOST = 24
"""No other column gets more."""


def to_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def coloured() -> bool:
    return to_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def width() -> int:
    """Columns to fill: `$COLUMNS`, else the terminal's, else 80."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told[:5]) > 0:
        return max(20, int(told[:5]))
    try:
        return max(20, os.get_terminal_size(1).columns or 80)
    except OSError:
        return 80


def signs() -> Signs:
    """The signs that this terminal's encoding can show."""
    from warroom.views.lines import ASCII, UTF8

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    return UTF8 if encoding.startswith("utf") else ASCII


def say(text: str) -> None:
    """One line of words, safe to show."""
    _write(f"{for_terminal(text)}\n")


def note(text: str) -> None:
    """A remark beside the result, on standard error, if it takes one."""
    ack.warn(for_terminal(text))


def put_json(value: Any) -> None:
    """Print `as_json`."""
    _write(f"{as_json(value)}\n")


def as_json(value: Any) -> str:
    """JSON that is harmless on a terminal: ASCII only, the rest as \\uXXXX."""
    import json

    return json.dumps(value, ensure_ascii=True, indent=2).replace("\x7f", "\\u007f")


def put_bytes(data: bytes) -> None:
    """Bytes as they are, after what was printed so far."""
    if sys.stdout is None:
        raise ack.Untold(language.say("standard output is closed"))
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except (OSError, ValueError) as error:
        raise ack.untold(error) from error


def put_text(text: str) -> None:
    """Text as it is: the caller has seen to its being harmless."""
    _write(text)


def _write(text: str) -> None:
    if sys.stdout is None:
        raise ack.Untold(language.say("standard output is closed"))
    try:
        sys.stdout.write(text)
    except (OSError, ValueError) as error:
        raise ack.untold(error) from error


def stdin_bytes(most: int) -> bytes:
    """All of standard input, at most so many bytes of it."""
    need_stdin()
    return sys.stdin.buffer.read(most)


def need_stdin() -> None:
    """Raises Trouble when there is no standard input."""
    if sys.stdin is None:
        from warroom.cli.failure import Trouble

        raise Trouble(language.say("standard input is closed; give the text as words or by a pipe"))


def put_lines(lines: Iterable[Line], *, colour: bool) -> None:
    """Lines of a view, with or without their colours."""
    for line in lines:
        painted = "".join(_painted(text, style if colour else "") for text, style in line)
        _write(f"{painted.rstrip()}\n")


def _painted(text: str, style: str) -> str:
    shown, code = for_terminal(text), _COLOURS.get(style)
    return f"\x1b[{code}m{shown}\x1b[0m" if code else shown


def table(heads: Sequence[str], rows: Sequence[Sequence[Line | str]]) -> list[Line]:
    """A table as wide as the terminal; its last column takes what is left. A cell is text or a line of one span.

    Where not even a bit of the last column fits, those before it give way.
    """
    from warroom.views.cells import cells

    body = [[(head, "dim") for head in heads], *([_cell(c) for c in row] for row in rows)]
    widths = [min(_MOST, max(cells(text) for text, _ in column)) for column in zip(*body, strict=True)]
    while len(widths) > 2 and _left(widths) < _LEAST:
        del widths[-2]
        for row in body:
            del row[-2]
    widths[-1] = max(_LEAST, _left(widths))
    return [_row(row, widths) for row in body]


def _left(widths: Sequence[int]) -> int:
    return width() - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)


def _cell(value: Line | str) -> tuple[str, str]:
    text, style = (value, "") if isinstance(value, str) else value[0]
    return for_terminal(text), style


def _row(row: Sequence[tuple[str, str]], widths: Sequence[int]) -> Line:
    from warroom.views.lines import crop, pad

    line: list[tuple[str, str]] = []
    for (text, style), wide in zip(row[:-1], widths[:-1], strict=True):
        line += [(pad(text, wide), style), (GAP, "")]
    text, style = row[-1]
    return (*line, (crop(text, widths[-1]), style))
