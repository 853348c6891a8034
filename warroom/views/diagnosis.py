"""What stands on each line of the board's diagnosis: hypotheses, open ones first, with what speaks for and against each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Final

from warroom.core.incident import Evidence, Hypothesis, Incident
from warroom.core.language import named, say
from warroom.core.sentences import shortened
from warroom.core.vocabulary import Verdict
from warroom.views.cells import cells
from warroom.views.lines import UTF8, Signs, Span
from warroom.views.listing import Entry, Listing

_STYLES: Final[dict[Verdict, str]] = {
    "open": "warn", "confirmed": "ok", "inconclusive": "info", "ruled_out": "dim",
}  # fmt: skip
_ORDER: Final[tuple[Verdict, ...]] = ("open", "confirmed", "inconclusive", "ruled_out")
ALL: Final = "*"
"""Every row is shown whole, as if it were selected."""


def diagnosis_list(incident: Incident, zone: tzinfo, signs: Signs = UTF8, *, selected: str = "") -> Listing:
    """What may be the cause, open questions first. Keys: `hypothesis.ID`.

    The row whose key is `selected` is shown whole: what speaks for it and against it, and what would tell it from the next.
    """
    rows = list(_hypotheses(incident, zone, signs, selected))
    if not rows:
        return Listing([Entry("-none", ((say("No hypothesis yet: + raises one."), "dim"),))])
    return Listing(rows)


def _hypotheses(incident: Incident, zone: tzinfo, signs: Signs, selected: str) -> Iterator[Entry]:
    found = sorted(incident.hypotheses, key=lambda h: _ORDER.index(h.verdict))
    wide = max((cells(named(h.verdict)) for h in found), default=0)
    for one in found:
        whole = selected in (ALL, f"hypothesis.{one.id}")
        yield _hypothesis(one, incident, zone, signs, wide, whole=whole)


def _hypothesis(
    found: Hypothesis, incident: Incident, zone: tzinfo, signs: Signs, wide: int, *, whole: bool
) -> Entry:
    over = found.verdict == "ruled_out"
    word = named(found.verdict)
    line: list[Span] = [
        (f"{word}{' ' * (wide - cells(word))} ", _STYLES[found.verdict]),
        (found.text, "struck" if over else ""),
    ]
    if found.why:
        line.append((f" ({found.why})", "dim"))
    if found.confidence and found.verdict in ("open", "inconclusive"):
        line.append((f" {signs.separator} {named(found.confidence)}", "accent"))
    if found.evidence and not whole:
        line.append((f" {signs.separator} {_balance(found)}", "dim"))
    if whole:
        line += _whole(found, incident, zone, signs)
    elif found.probe and found.verdict == "open":
        line.append((f" {signs.separator} {signs.prompt} {shortened(found.probe)}", "dim"))
    return Entry(f"hypothesis.{found.id}", tuple(line), ((found.by, "dim"),), indent=wide + 1)


def _balance(found: Hypothesis) -> str:
    """`2 for, 1 against`."""
    return say("{pro} for, {contra} against", pro=len(found.bears("for")), contra=len(found.bears("against")))


def _whole(found: Hypothesis, incident: Incident, zone: tzinfo, signs: Signs) -> Iterator[Span]:
    for one in (*found.bears("for"), *found.bears("against")):
        yield from _evidence(one, incident, zone)
    if found.probe:
        yield (f"\n{signs.prompt} {say('tells it apart')}: ", "dim")
        yield (found.probe, "info")


def _evidence(one: Evidence, incident: Incident, zone: tzinfo) -> Iterator[Span]:
    row = incident.row(one.entry)
    sign, style = ("+", "ok") if one.bearing == "for" else ("-", "bad")
    if row is None:
        yield (f"\n{sign} {say('an entry that has not come yet')}", "dim")
        return
    yield (f"\n{sign} ", style)
    yield (f"{row.at.astimezone(zone):%H:%M} ", "dim")
    yield (shortened(row.text), "struck" if row.struck is not None else "")
    if one.why:
        yield (f": {shortened(one.why)}", "dim")
