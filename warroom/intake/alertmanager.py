"""What Alertmanager and Grafana send to a webhook: each alert's beginning and, where it is over, its end.

The same alert comes again with each notification of its group; by its fingerprint and its beginning it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from warroom.intake.rows import Raw

NAME: Final = "alertmanager"
_WORDS: Final = ("summary", "title", "description", "message")


def rows(listed: Sequence[tuple[str, Any]]) -> list[Raw] | None:
    """The rows of some notifications, each with its place; None where it is something else."""
    if not listed or not all(_fits(one) for _, one in listed):
        return None
    found: dict[tuple[str, str], Raw] = {}
    for where, one in listed:
        by = "grafana" if "orgId" in one else NAME
        for number, alert in enumerate(one["alerts"], 1):
            place = f"{where}, alert {number}"
            for key, cells in _cells(alert, by):
                found.setdefault(key, Raw(place, cells))
    return list(found.values())


def _fits(one: Any) -> bool:
    alerts = one.get("alerts") if isinstance(one, dict) else None
    return isinstance(alerts, list) and all(
        isinstance(a, dict) and isinstance(a.get("labels"), dict) and "startsAt" in a for a in alerts
    )


def _cells(alert: dict[str, Any], by: str) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    said, begun = _said(alert), str(alert["startsAt"])
    own = str(alert.get("fingerprint") or sorted(alert["labels"].items()))
    yield (own, begun), {"at": begun, "kind": "alert", "by": by, "text": said}
    ended = str(alert.get("endsAt") or "")
    if alert.get("status") == "resolved" and not ended.startswith("0001-"):
        yield (
            (own, f"{begun} {ended}"),
            {"at": ended, "kind": "note", "by": by, "text": f"alert is over: {said}"},
        )


def _said(alert: dict[str, Any]) -> str:
    labels, notes = alert["labels"], alert.get("annotations")
    notes = notes if isinstance(notes, dict) else {}
    words = next((str(notes[name]) for name in _WORDS if notes.get(name)), "")
    said = ": ".join(part for part in (str(labels.get("alertname") or "alert"), words) if part)
    instance = str(labels.get("instance") or "")
    return f"{said} ({instance})" if instance and instance not in said else said
