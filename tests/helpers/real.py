"""Real incidents: a few in our own words in `tests/data`, and more where `WARROOM_DATA` (else `../shared/data`) has them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.helpers.story import Story
from warroom.core.clock import parse_iso
from warroom.core.families.declaration import Declared
from warroom.core.families.followups import ActionAdded
from warroom.core.families.impact import ImpactMeasured, ImpactWindow
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.sections import SectionWritten
from warroom.core.families.severity import StatusChanged
from warroom.core.vocabulary import ACTION_KINDS

_ROOT = Path(__file__).resolve().parents[2]
_CATEGORIES = {
    "symptom": "symptom", "alert": "alert", "detect": "alert", "change": "change", "action": "action",
    "mitigate": "action", "recover": "action", "decision": "decision", "diagnose": "diagnosis", "comms": "comms",
    "escalate": "comms",
}  # fmt: skip
_MARKS = {"ack": "acknowledged", "declare": "declared"}
_DUE = {"1 minggu": 7, "2 minggu": 14}


def folder() -> Path:
    """Where the incidents should be; it may not exist."""
    named = os.environ.get("WARROOM_DATA")
    # A worktree stands one level deeper than a checkout.
    beside = [base / "shared" / "data" for base in (_ROOT.parent, _ROOT.parent.parent)]
    data = Path(named) if named else next((d for d in beside if d.is_dir()), beside[0])
    return data / "incidents"


OWN = Path(__file__).resolve().parents[1] / "data" / "incidents"
NAMES = sorted({p.stem for place in (OWN, folder()) for p in place.glob("*.json")})


def read(name: str) -> dict[str, Any]:
    """The file as it is: our own, else the one from elsewhere."""
    path = OWN / f"{name}.json"
    data: dict[str, Any] = json.loads((path if path.is_file() else folder() / path.name).read_bytes())
    return data


def story(name: str) -> Story:
    """The incident told as the console would have recorded it."""
    data = read(name)
    told = Story(f"INC-{name}")
    start = parse_iso(data["started_at"])
    told.tell(
        Declared, parse_iso(data["declared_at"] or data["started_at"]), "caller", title=data["title"],
        severity=int(data["severity_guess"][-1]), zone=data["timezone"],
    )  # fmt: skip
    for milestone in ("started", "detected", "acknowledged", "mitigated", "resolved"):
        if moment := data[f"{milestone}_at"]:
            told.tell(MilestoneMarked, parse_iso(moment), "caller", milestone=milestone)
    if data["resolved_at"]:
        told.tell(StatusChanged, parse_iso(data["resolved_at"]), "caller", status="resolved")
    for line in data["events"]:
        told.log(
            parse_iso(line["at"]), line["text"], line.get("role", "caller"), category=_CATEGORIES.get(line["kind"], "note"),
            marks=_MARKS.get(line["kind"], ""), source="json",
        )  # fmt: skip
    for window in data["impact_windows"]:
        level = "full" if "down" in window["level"] else "degraded"
        told.tell(
            ImpactWindow, start, "caller", starts=parse_iso(window["from"]), ends=parse_iso(window["to"]), level=level,
            component=window["level"],
        )  # fmt: skip
    _tell_the_rest(told, data, start)
    return told


def _tell_the_rest(told: Story, data: dict[str, Any], start: datetime) -> None:
    for what, amount in data["impact"].items():
        if isinstance(amount, int):
            told.tell(ImpactMeasured, start, "caller", what=what.replace("_", " "), amount=str(amount))
    if data["root_cause"]:
        told.tell(SectionWritten, start, "caller", section="cause", text=data["root_cause"])
    for action in data["action_items"]:
        kind = action["type"] if action["type"] in ACTION_KINDS else ""
        days = _DUE.get(action.get("due", ""))
        told.tell(
            ActionAdded, start, "caller", text=action["text"], owner=action.get("owner_role", ""), type=kind,
            due=(start + timedelta(days=days)).date() if days else None,
        )  # fmt: skip


def moment(data: dict[str, Any], milestone: str) -> datetime:
    return parse_iso(data[f"{milestone}_at"]).astimezone(UTC)
