"""The fault campaigns in their long form: what `make test` does in little, with the counts that we publish.

python scripts/faults.py [kill|calls|power|writers|system|users|forgeries|hostile]...   all; 1 as exit status if anything was lost
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.faults import calls, console, forgeries, helper, hostile, power, system
from tests.faults.conftest import MEMORY
from tests.faults.tally import Tally

KILLS = 2400
STATES = 4000
SYSTEM = 24
"""So many of the faults of each command and of the console; `python -m tests.faults.system`, and `….console`, do all."""
WRITERS, EVENTS, SECONDS = 20, 500, 60


def kill() -> Iterator[Tally]:
    return helper.campaign("kill", KILLS, 1)


def writers() -> Iterator[Tally]:
    return helper.campaign("writers", WRITERS, EVENTS, SECONDS, 1)


def _in_memory(campaign: Callable[[Path], Tally]) -> Tally:
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as base:
        return campaign(Path(base))


def each_call() -> Iterator[Tally]:
    for operation in calls.OPERATIONS:
        tally = _in_memory(partial(calls.fail, operation, thorough=True))
        tally.name = f"call: {tally.name}"
        yield tally


def power_cut() -> Iterator[Tally]:
    for scene in power.SCENES:
        tally = _in_memory(partial(power.cut, scene, limit=STATES))
        tally.name = f"power: {tally.name}"
        yield tally
    yield _in_memory(partial(power.cut_catalogue, limit=STATES))
    for name, scene, deaf in power.CONTROLS:
        tally = _in_memory(partial(power.cut, scene, limit=STATES // 10, deaf=deaf))
        tally.name = name
        yield tally
    yield _in_memory(partial(power.cut_stock, limit=STATES // 10))


def real_calls() -> Iterator[Tally]:
    if not system.works():
        sys.stderr.write("skipped: system: needs strace, and the right to trace\n")
        return
    yield from _on_a_disk(partial(system.campaign, most=SYSTEM))
    yield from _on_a_disk(partial(console.campaign, most=SYSTEM))


def other_users() -> Iterator[Tally]:
    if os.geteuid() != 0:
        sys.stderr.write("skipped: users: needs root, to be several users\n")
        return
    for tally in helper.campaign("users"):
        tally.figures["past the permissions"] = tally.findings
        yield tally


def forged() -> Iterator[Tally]:
    return forgeries.campaign()


def hostile_files() -> Iterator[Tally]:
    return _on_a_disk(hostile.campaign)


def _on_a_disk(campaign: Callable[[Path], Iterator[Tally]]) -> Iterator[Tally]:
    with tempfile.TemporaryDirectory() as base:
        yield from campaign(Path(base))


CAMPAIGNS = {
    "kill": kill, "calls": each_call, "power": power_cut, "writers": writers, "system": real_calls, "users": other_users,
    "forgeries": forged, "hostile": hostile_files,
}  # fmt: skip
HEADS = (
    "campaign",
    "runs",
    "faults injected",
    "events acknowledged",
    "events lost",
    "files needing a person",
    "seconds",
)


def _row(*cells: object) -> None:
    print("| " + " | ".join(f"{c:,}" if isinstance(c, int) else str(c) for c in cells) + " |", flush=True)


def _sum(name: str, tallies: list[Tally]) -> None:
    _row(
        f"**{name}**", sum(t.runs for t in tallies), sum(t.faults for t in tallies), sum(t.acknowledged for t in tallies),
        sum(t.lost for t in tallies), sum(t.person for t in tallies), round(sum(t.seconds for t in tallies), 1),
    )  # fmt: skip


def main(names: list[str]) -> int:
    """Prints a table; 1 when a campaign found something, or a control did not fail."""
    bad: list[Tally] = []
    for name in names or CAMPAIGNS:
        _row(*HEADS)
        _row("---", *["---:"] * (len(HEADS) - 1))
        ours: list[Tally] = []
        for tally in CAMPAIGNS[name]():
            control = tally.name.startswith("control")
            figures = "".join(f"; {k} {v}" for k, v in tally.figures.items())
            _row(
                tally.name + figures,
                tally.runs,
                tally.faults,
                tally.acknowledged,
                tally.lost,
                tally.person,
                tally.seconds,
            )
            if tally.ok == control:
                bad.append(tally)
            if not control:
                ours.append(tally)
        _sum(f"{name}, all (`make faults ARGS={name}`)", ours)
        print()
    for tally in bad:
        print("NOT AS IT SHOULD BE:", tally)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
