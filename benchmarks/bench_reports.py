"""How long a report takes: post-mortem of 10,000 entries in each form that a person waits for, and of 300 on paper.

python benchmarks/bench_reports.py [--entries N]

CPU time of rendering alone, the median of three, each incident folded anew so that nothing is kept from before. What loading the
renderer costs stands beside it, as its own row: a process pays it once.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Report, median
from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.incident import Incident
from warroom.reports import CannotRender, Wanted, render

NOW = datetime(2026, 12, 1, tzinfo=UTC)
KINDS = ("note", "action", "decision", "alert", "change", "diagnosis", "comms", "evidence")
TARGETS = {"markdown": 1.0, "html": 2.0, "text": None, "brief": None, "csv": None}


def incident(entries: int) -> Incident:
    told = Story()
    told.tell(Declared, "00:00", title="Payment gateway down", severity=1, zone="Asia/Jakarta")
    for number in range(entries):
        text = f"entry {number}: error rate {number % 100} % on https://pay.example/{number}, «rising», says @budi"
        told.log(at("00:01") + timedelta(seconds=number), text, "budi", category=KINDS[number % len(KINDS)])
    return told.incident()


def spent(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def loading(module: str) -> float:
    """Seconds of CPU until the module is there, beyond what the incident needs anyway."""
    before = "import time, warroom.core.fold, warroom.reports.context; t = time.process_time()"
    code = f"{before}; import {module}; print(time.process_time() - t)"
    return median(
        [
            float(
                subprocess.run(
                    [sys.executable, "-c", code], capture_output=True, text=True, check=True
                ).stdout
            )
            for _ in range(3)
        ]
    )


def main(argv: list[str]) -> int:
    entries = int(argv[argv.index("--entries") + 1]) if "--entries" in argv else 10_000
    report = Report()
    for form, target in TARGETS.items():
        takes = []
        for _ in range(3):
            told = incident(entries)
            takes.append(spent(lambda told=told, form=form: render(form, Wanted(told, NOW))))  # type: ignore[misc]
        size = len(render(form, Wanted(told, NOW)))
        report.row(f"{form}, {entries:,} entries", median(takes), " s", target, f"{size:,} bytes")
    report.row(
        "loading what makes the page",
        1000 * loading("warroom.reports.htmlform"),
        " ms",
        None,
        "once per process",
    )
    try:
        few = incident(300)
        render("pdf", Wanted(few, NOW))
        report.row(
            "pdf, 300 entries",
            spent(lambda: render("pdf", Wanted(few, NOW))),
            " s",
            1.0,
            "Typst, all its threads",
        )
    except CannotRender as error:
        print(f"pdf: skipped: {error}")
    return report.status()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
