"""How figures are reduced, judged and printed: one line for each, the ratio first, its target beside it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

median = statistics.median


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round((len(ordered) - 1) * percent / 100))]


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """The median of the ratios of runs made one after the other, so that a busy moment weighs on both."""
    return median([a / b for a, b in zip(ours, floor, strict=True)])


@dataclass
class Report:
    """Prints each figure as it is known and counts what misses its target."""

    missed: list[str] = field(default_factory=list)

    def row(self, what: str, value: float, unit: str, target: float | None, detail: str) -> None:
        """One figure; a target of None is for information."""
        verdict = ""
        if target is not None:
            verdict = f"target {target:g}{unit}: {'met' if value <= target else 'MISSED'}"
            if value > target:
                self.missed.append(what)
        print(f"{value:9.2f}{unit:6} {what:62} {detail:44} {verdict}", flush=True)

    def status(self) -> int:
        """The exit status: 1 when a target was missed."""
        return int(bool(self.missed))
