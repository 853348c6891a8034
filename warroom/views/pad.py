"""What stands on each line of the notes pane: the shared pad, the hypotheses, the follow-ups."""

from __future__ import annotations

from typing import Final

from warroom.core.incident import Action, Hypothesis, Incident
from warroom.views.lines import UTF8, Signs, Span
from warroom.views.listing import Entry, Listing

_VERDICTS: Final = {
    "open": ("open", "warn"),
    "confirmed": ("confirmed", "ok"),
    "ruled_out": ("ruled out", "dim"),
}


def pad_list(incident: Incident, signs: Signs = UTF8) -> Listing:
    """Keys: `note.LINE`, `hypothesis.ID`, `action.ID`."""
    rows = [Entry(f"note.{i}", ((text, ""),)) for i, text in enumerate(incident.notes.text.split("\n"))]
    if not incident.notes.text:
        rows = [Entry("-notes", (("No notes yet. Enter opens the pad.", "dim"),))]
    if incident.hypotheses:
        rows.append(_heading("hypotheses", "Hypotheses", signs))
        rows.extend(_hypothesis(h) for h in incident.hypotheses)
    if incident.actions:
        rows.append(_heading("actions", "Follow-ups", signs))
        rows.extend(_action(a, signs) for a in incident.actions)
    return Listing(rows)


def _heading(key: str, title: str, signs: Signs) -> Entry:
    return Entry(f"-{key}", ((f"{signs.horizontal * 2} {title}", "title"),))


def _hypothesis(found: Hypothesis) -> Entry:
    word, style = _VERDICTS[found.verdict]
    line: list[Span] = [
        (f"{word:<10}", style),
        (found.text, "struck" if found.verdict == "ruled_out" else ""),
    ]
    if found.why:
        line.append((f" ({found.why})", "dim"))
    return Entry(f"hypothesis.{found.id}", tuple(line), indent=10)


def _action(action: Action, signs: Signs) -> Entry:
    sign = {"done": signs.done, "dropped": signs.skipped}.get(action.state, signs.open)
    owner = action.owner or "no owner"
    due = action.due.isoformat() if action.due else "no date"
    line = (
        (f"{sign} ", ""),
        (action.text, "dim" if action.state != "todo" else ""),
        (f" {signs.separator} {owner} {signs.separator} {due}", "dim"),
    )
    return Entry(f"action.{action.id}", line, indent=2)
