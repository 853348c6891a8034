"""How the console looks, as text, at 80×24 and 140×40. `WARROOM_UPDATE=1 pytest …/test_snapshots.py` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.screens.stage import Clock, Stage, console, declare
from warroom.core.registry import VERBS

SHOTS = Path(__file__).parent.parent / "snapshots"
TOLD = (
    ("log", ["--at", "2026-11-21T14:10:00Z", "--kind", "symptom", "--", "Error rate 32 % on /pay"]),
    ("join", ["budi"]),
    ("role", ["ic", "ani"]),
    ("role", ["ops", "budi"]),
    ("tick", ["1.1"]),
    ("skip", ["1.2", "--why", "logs are kept anyway"]),
    ("suspect", ["--", "Leak in v2.3.2?"]),
    ("log", ["--kind", "decision", "--", "roll back to v2.3.1; revert if errors exceed 5 %"]),
    ("log", ["--", "wrong host [/foo]"]),
    ("strike", ["last", "--why", "another incident"]),
    ("status", ["mitigating", "--why", "rolling back"]),
    ("notes", ["--", "Pool size is 50 since Tuesday.\nVendor case 4711."]),
)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize("view", ["room", "resolving"])
async def test_it_looks_as_it_did(tmp_path: Path, size: tuple[int, int], view: str) -> None:
    clock = Clock()
    made = declare(tmp_path, "Payment gateway down", "--sev", "1", "--started=14:02", clock=clock)
    for verb, words in TOLD:
        clock.on(minutes=1)
        made.act(VERBS[verb], words)
    async with console(made, clock=clock, size=size) as stage:
        await stage.press("escape")
        if view == "resolving":
            await stage.press("R")
            await stage.answer("rolled back")
        await stage.pilot.pause()
        compare(stage, f"{view}-{size[0]}x{size[1]}.txt", made.incident.id)


def compare(stage: Stage, name: str, incident_id: str) -> None:
    """The screen against the file of that name; ids are random and stand as INC-20261121-XXX."""
    now = stage.shown().replace(incident_id, "INC-20261121-XXX").rstrip() + "\n"
    if now.startswith(incident_id[-3:]):
        now = "XXX" + now[3:]
    path = SHOTS / name
    if os.environ.get("WARROOM_UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")
