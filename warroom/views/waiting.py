"""What waits, as one quiet line at the foot, and as the answer to *what next*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from warroom.core.language import say
from warroom.core.nudges import Nudge
from warroom.core.registry import VERBS
from warroom.views.lines import UTF8, Line, Signs, Span, crop, fit, joined, line_cells, spread, whole
from warroom.views.listing import Entry, Listing

_STYLES: Final = {"amber": "warn", "red": "bad"}
_LEAST: Final = 44
"""With fewer cells than this a sentence says nothing; then the keys beside it give way."""


def quiet_line(nudge: Nudge | None, deal: str, later: str, width: int, signs: Signs = UTF8) -> Line:
    """`! update 6 min late  F6 update  F7 later` in at most `width` cells; what may be put off goes first, the key last."""
    if nudge is None:
        return ()
    mark = "! " if nudge.level == "red" else f"{signs.separator} "
    style = _STYLES[nudge.level]
    key: Line = ((f"  {deal}", "key"), (f" {nudge.does or nudge.verb}", "dim"))
    put_off: Line = () if nudge.stays or not later else ((f"  {later}", "key"), (f" {say('later')}", "dim"))
    room = width - line_cells(((mark, style), *key))
    if line_cells(((nudge.sentence, style),)) + line_cells(put_off) > room:
        put_off = ()
    words = crop(signs.words(nudge.sentence), max(0, room - line_cells(put_off)), signs.more)
    return ((mark + words, style), *key, *put_off)


def foot(message: Line, quiet: Line, hints: Sequence[Line], width: int) -> Line:
    """The last line of the room: what was just said goes first, then what waits; the keys take what is left."""
    said = message or quiet
    keys = whole(hints, width - line_cells(said) - 2 if said else width)
    return spread(said, keys, width) if keys else fit(said, width)


def quiet_room(hints: Sequence[Line], width: int) -> int:
    """How many cells of the foot what waits may have beside these keys."""
    return max(width - line_cells(joined(hints)) - 2, min(width, _LEAST))


def typed(nudge: Nudge) -> str:
    """What is typed to deal with it, as far as it is known: `role ic me`."""
    words = (f'"{word}"' if " " in word else word for word in nudge.words(VERBS[nudge.verb]))
    return " ".join((nudge.verb, *words))


def next_lines(
    found: Sequence[Nudge], keys: Mapping[str, str], signs: Signs = UTF8, before: str = "/"
) -> list[Line]:
    """What matters most, each with its number, why, and how it is dealt with; a word where nothing waits.

    `keys`: those of verbs that work wherever the person is; `before`: what stands before a verb that is typed.
    """
    if not found:
        return [((say("Nothing waits for you, and nothing is late."), "ok"),)]
    out: list[Line] = []
    for number, nudge in enumerate(found, 1):
        key = keys.get(nudge.verb, "")
        way: tuple[Span, ...] = ((f"   {before}{typed(nudge)}", "key"),)
        if key and not nudge.given:  # the key alone would know nothing of what is given
            way = (*way, (f"  {say('key {key}', key=key)}", "dim"))
        mark = "! " if nudge.level == "red" else ""
        out.append(
            (
                (f"{number}  ", "key"),
                (mark + signs.words(nudge.sentence), _STYLES[nudge.level] if mark else "bold"),
            )
        )
        if nudge.why:
            out.append((("   " + signs.words(" ".join(nudge.why.split())), ""),))
        out.append(way)
    return out


def waiting_list(found: Sequence[Nudge], signs: Signs = UTF8) -> Listing:
    """All that waits, the most urgent first, each with what is typed to deal with it. Keys: `waits.KEY`."""
    rows = []
    for nudge in found:
        mark = "! " if nudge.level == "red" else f"{signs.separator} "
        line: Line = (
            (mark + signs.words(nudge.sentence), _STYLES[nudge.level]),
            (f"\n/{typed(nudge)}", "key"),
        )
        rows.append(Entry(f"waits.{nudge.key}", line, indent=2))
    return Listing(rows)
