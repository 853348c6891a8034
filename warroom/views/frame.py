"""A pane's frame: a title in the top line, `┌ Timeline ──── 42 · 3 new ┐`, sides, and a bottom line where nothing follows."""

from __future__ import annotations

from warroom.views.lines import Line, Signs, crop, line_cells


def title_line(
    title: str, note: Line, width: int, signs: Signs, *, joined: bool = False, active: bool = False
) -> Line:
    """The top line in `width` cells; `joined` continues the frame above, `active` has the focus."""
    left, right = (signs.tee_left, signs.tee_right) if joined else (signs.top_left, signs.top_right)
    spaced: Line = ((" ", ""), *note, (" ", "")) if note else ()
    title = f" {crop(title, max(1, width - 6 - line_cells(spaced)))} "
    rule = width - 3 - len(left) - line_cells(((title, ""),)) - line_cells(spaced)
    if rule < 0:
        spaced, rule = (), max(0, width - 4 - line_cells(((title, ""),)))
    return (
        (left, "border"),
        (title, "status" if active else "title"),
        (signs.horizontal * (rule + 1), "border"),
        *spaced,
        (signs.horizontal + right, "border"),
    )


def bottom_line(width: int, signs: Signs) -> Line:
    """The line that closes a frame."""
    return ((signs.bottom_left + signs.horizontal * (width - 2) + signs.bottom_right, "border"),)
