"""What a frame is made of: only the cells that changed, and of the widgets only those that show in them.

Textual asks every widget that touches the box round all changes for every one of its lines, and sends a changed piece from
the left edge of its widget. One entry changes the header, a title, the timeline and the last line, so that box is the
whole screen. The private parts of Textual that this rests on are touched in this file only, and
tests/widgets/test_compositor.py holds it to the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip

Span = tuple[int, int, int]
"""Line, first cell, and the cell behind the last one."""
Piece = tuple[int, int, Strip]
"""Line, first cell, and what stands from there on."""


class PiecesUpdate(CompositorUpdate):
    """Pieces of lines, each at its place."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self.pieces)


class SparseCompositor(Compositor):
    """Draws what changed, and asks nobody else."""

    def render_partial_update(self) -> PiecesUpdate | None:  # type: ignore[override]
        regions, screen = self._dirty_regions.copy(), self.size.region
        self._dirty_regions.clear()
        inside = [region.intersection(screen) for region in regions]
        spans = list(self._regions_to_spans(region for region in inside if region))
        return PiecesUpdate(sorted(self._pieces(spans), key=itemgetter(0, 1))) if spans else None

    def _pieces(self, spans: list[Span]) -> Iterator[Piece]:
        """What stands in these spans, from the front to the back until nothing is left open."""
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            mine, spans = _split(spans, seen)
            for lines in _runs(mine):
                top, bottom = lines[0][0], lines[-1][0] + 1
                crop = Region(seen.x - region.x, top - region.y, seen.width, bottom - top)
                strips = widget.render_lines(crop)
                for y, x1, x2 in lines:
                    yield y, x1, strips[y - top].crop(x1 - seen.x, x2 - seen.x)
            if not spans:
                return


def _split(spans: list[Span], seen: Region) -> tuple[list[Span], list[Span]]:
    """The parts of the spans inside a region, and those outside of it; both in order."""
    left, right, top, bottom = seen.x, seen.right, seen.y, seen.bottom
    inside: list[Span] = []
    outside: list[Span] = []
    for span in spans:
        y, x1, x2 = span
        if not top <= y < bottom or x2 <= left or right <= x1:
            outside.append(span)
            continue
        if x1 < left:
            outside.append((y, x1, left))
        inside.append((y, max(x1, left), min(x2, right)))
        if right < x2:
            outside.append((y, right, x2))
    return inside, outside


def _runs(spans: list[Span]) -> Iterable[list[Span]]:
    """Spans on lines that follow each other, together: a widget is asked once for each such block."""
    lines = {y: number for number, y in enumerate(dict.fromkeys(span[0] for span in spans))}
    for _, run in groupby(spans, key=lambda span: span[0] - lines[span[0]]):
        yield list(run)
