"""What stands on each line of the checklist pane."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, tzinfo
from typing import Final

from warroom.core.cadence import item_late
from warroom.core.checklist import Check, Step
from warroom.views.lines import UTF8, Signs, Span
from warroom.views.listing import Entry, Listing

_STYLES: Final = {"done": "ok", "skipped": "dim", "in_progress": "info", "open": ""}


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
) -> Listing:
    """Steps, and the items of the expanded ones. Keys: `step.3`, `item.3.2`."""
    rows: list[Entry] = []
    for step in steps:
        rows.append(_step(step, step.number in expanded, signs))
        if step.number in expanded:
            rows.extend(_item(c, zone, signs, now) for c in step.checks)
    return Listing(rows)


def _step(step: Step, expanded: bool, signs: Signs) -> Entry:
    settled = step.settled == len(step.checks)
    sign = signs.expanded if expanded else signs.done if settled else signs.collapsed
    style = "ok" if settled else "bold"
    line: tuple[Span, ...] = ((f"{sign} {step.number:>2} {step.title}", style),)
    return Entry(f"step.{step.number}", line, ((f"{step.settled}/{len(step.checks)}", "dim"),), wraps=False)


def _item(check: Check, zone: tzinfo, signs: Signs, now: datetime | None) -> Entry:
    sign = {"done": signs.done, "skipped": signs.skipped, "in_progress": signs.started, "open": signs.open}[
        check.state
    ]
    line: list[Span] = [(f"  {sign} {check.title}", _STYLES[check.state])]
    if check.state == "skipped" and check.why:
        line.append((f" ({check.why})", "dim"))
    for remark in check.remarks:
        line.append((f"\n{remark.by}: {remark.text}", "dim"))
    right: tuple[Span, ...] = ()
    if now and item_late(check, now):
        right = (("late", "warn"),)
    elif check.state == "done" and check.at:
        right = (("auto" if check.auto else f"{check.at.astimezone(zone):%H:%M}", "dim"),)
    return Entry(f"item.{check.number}", tuple(line), right, indent=4)
