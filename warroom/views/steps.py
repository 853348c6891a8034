"""What stands on each line of the checklist pane."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, tzinfo
from typing import Final

from warroom.core.cadence import item_late
from warroom.core.checklist import Check, Step
from warroom.core.language import say, spoken
from warroom.views.lines import UTF8, Signs, Span
from warroom.views.listing import Entry, Listing

_STYLES: Final = {"done": "dim", "skipped": "dim", "in_progress": "info", "open": ""}


def current(steps: tuple[Step, ...]) -> int | None:
    """The number of the first step with something left to do."""
    return next((s.number for s in steps if s.settled < len(s.checks)), None)


def steps_list(
    steps: tuple[Step, ...],
    expanded: Collection[int],
    zone: tzinfo,
    signs: Signs = UTF8,
    *,
    now: datetime | None = None,
    selected: str = "",
) -> Listing:
    """Steps, and the items of the expanded ones. Keys: `step.3`, `item.3.2`.

    What is done is dim, the step that is due bold. The item whose number is `selected` says when it is done.
    """
    rows: list[Entry] = []
    due = current(steps)
    for step in steps:
        rows.append(_step(step, step.number in expanded, signs, now, due=step.number == due))
        if step.number in expanded:
            rows.extend(_item(c, zone, signs, now, whole=c.number == selected) for c in step.checks)
    return Listing(rows)


def _step(step: Step, expanded: bool, signs: Signs, now: datetime | None, *, due: bool) -> Entry:
    settled = step.settled == len(step.checks)
    sign = signs.expanded if expanded else signs.done if settled else signs.collapsed
    style = "dim" if settled else "bold" if due else ""
    line: tuple[Span, ...] = (
        (f"{sign} ", "ok" if settled else style),
        (f"{step.number:>2} {step.title}", style),
    )
    right: tuple[Span, ...] = ((f"{step.settled}/{len(step.checks)}", "dim"),)
    late = late_in(step, now)
    if late and not expanded:
        right = ((say("{count} late", count=late), "warn"), (" ", ""), *right)
    return Entry(f"step.{step.number}", line, right, wraps=False)


def late_in(step: Step, now: datetime | None) -> int:
    """How many of its items are late."""
    return sum(1 for c in step.checks if now and item_late(c, now))


def _item(check: Check, zone: tzinfo, signs: Signs, now: datetime | None, *, whole: bool) -> Entry:
    sign = {"done": signs.done, "skipped": signs.skipped, "in_progress": signs.started, "open": signs.open}[
        check.state
    ]
    style = _STYLES[check.state]
    line: list[Span] = [(f"  {sign} ", "ok" if check.state == "done" else style), (check.title, style)]
    if check.state == "skipped" and check.why:
        line.append((f" ({check.why})", "dim"))
    for remark in check.remarks:
        line.append((f"\n{remark.by}: {remark.text}", "dim"))
    if whole and check.help:
        line.append((f"\n{check.number} {signs.separator} {' '.join(check.help.split())}", "info"))
    right: tuple[Span, ...] = ()
    if now and item_late(check, now):
        right = ((say("late"), "warn"),)
    elif check.state == "done" and check.at:
        right = ((say("auto") if check.auto else spoken().clock(check.at.astimezone(zone)), "dim"),)
    return Entry(f"item.{check.number}", tuple(line), right, indent=4)
