"""A message in fewer characters: its short form, or in several pieces. Pure text; what is left out is marked."""

from __future__ import annotations

from typing import Final

from warroom.core.language import Language

SHORT: Final = 900
"""So many characters fit where messages must be short."""
_WIDTHS: Final = (400, 300, 240, 160, 120, 90, 60, 40)


def short_form(text: str, say: Language, most: int = SHORT) -> str:
    """The same message in at most `most` characters: lines give way from their ends, then the last points of a list. What is
    left out is marked; the first and the last line stay longest.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(text) <= most:
        return text
    for width in _WIDTHS:
        if _fits(cut := [_cut(line, width) for line in lines], most):
            return "\n".join(cut)
    cut = [_cut(line, _WIDTHS[-1]) for line in lines]
    gone = 0
    while len(cut) > 2 and not _fits([*cut[:-1], _more(gone, say), cut[-1]], most):
        del cut[-2]
        gone += 1
    whole = "\n".join([*cut[:-1], _more(gone, say), cut[-1]]) if gone else "\n".join(cut)
    return whole if len(whole) <= most else _cut(whole, most)


def _more(count: int, say: Language) -> str:
    return say("… and {count} more", count=count)


def _fits(lines: list[str], most: int) -> bool:
    return sum(len(line) + 1 for line in lines) - 1 <= most


def _cut(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    head = line[: most - 1]
    word = head.rpartition(" ")[0]
    return (word if len(word) > most // 2 else head).rstrip(" ,;:") + "…"


def pieces(text: str, most: int) -> list[str]:
    """The whole text in messages of at most `most` characters, numbered, cut between lines or words where that can be."""
    if len(text) <= most:
        return [text]
    room = max(1, most - len("(99/99) "))
    parts: list[str] = []
    rest = text
    while len(rest) > room:
        at = max(rest.rfind("\n", 1, room + 1), rest.rfind(" ", room // 2, room + 1))
        at = at if at > 0 else room
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    parts += [rest] if rest else []
    return [f"({n}/{len(parts)}) {part}" for n, part in enumerate(parts, 1)]
