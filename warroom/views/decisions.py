"""What stands on each line of the board's decisions: options side by side, the change and its clock, what was decided.

Where there is room an option is a line of columns, elsewhere its parts stand below each other; both say what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import Final, NamedTuple

from warroom.core.clock import window_words
from warroom.core.families.changes import Change, Changes, during
from warroom.core.families.options import Option, Options
from warroom.core.incident import Incident
from warroom.core.language import many, named, say, spoken
from warroom.core.rows import Row
from warroom.views.cells import cells
from warroom.views.clocks import left, length
from warroom.views.lines import UTF8, Line, Signs, Span, fit, spread, wrap
from warroom.views.listing import Entry, Listing

WIDE: Final = 84
"""From so many cells on, options stand in columns."""
_GAP: Final = 2
_KIND, _RISK, _EFFORT = 10, 22, 10
_STAGES: Final = {"planned": "accent", "running": "warn", "done": "ok", "rolled_back": "bad"}
_RISKS: Final = {"low": "ok", "medium": "warn", "high": "bad"}


class _Way(NamedTuple):
    """An option, or the heads above them (then `key` begins with `-`)."""

    key: str
    text: Line
    kind: Line
    risk: Line
    effort: Line
    back: Line
    below: tuple[Line, ...] = ()


class Decisions:
    """The row source of the tab. Keys: `option.ID`, `change.ID`, `entry.ID`, and rules."""

    def __init__(self, rows: Sequence[Entry | _Way], signs: Signs) -> None:
        self._rows = tuple(rows)
        self._signs = signs

    def __len__(self) -> int:
        return len(self._rows)

    def key(self, i: int, /) -> str:
        return self._rows[i].key

    def lines(self, i: int, width: int, /) -> tuple[Line, ...]:
        row = self._rows[i]
        if isinstance(row, Entry):
            return Listing((row,)).lines(0, width)
        if width >= WIDE:
            return _columns(row, width)
        return _below_each_other(row, width, self._signs)


def _columns(row: _Way, width: int) -> tuple[Line, ...]:
    rest = width - _KIND - _RISK - _EFFORT - 4 * _GAP
    text = rest * 5 // 9
    widths = (text, _KIND, _RISK, _EFFORT, rest - text)
    parts = (row.text, row.kind, row.risk, row.effort, row.back)
    indents = (2, 0, 0, 0, 0)
    wrapped = [wrap(line, w, n) for line, w, n in zip(parts, widths, indents, strict=True)]
    lines: list[Line] = []
    for pieces in zip_longest(*wrapped, fillvalue=()):
        line: list[Span] = []
        for piece, room in zip(pieces, widths, strict=True):
            line += [*fit(piece, room), (" " * _GAP, "")]
        lines.append(tuple(line[:-1]))
    return (*lines, *(piece for line in row.below for piece in wrap(line, width, 4)))


def _below_each_other(row: _Way, width: int, signs: Signs) -> tuple[Line, ...]:
    if row.key.startswith("-"):
        return (((f"{signs.horizontal * 2} {say('options')}", "title"),),)
    room = max(8, width - sum(cells(text) for text, _ in row.kind) - 1)
    first, *rest = wrap(row.text, room, 2)
    out = [spread(first, row.kind, width), *rest]
    labels = (say("risk"), say("effort"), say("roll-back"))
    wide = max(cells(label) for label in labels)
    for label, part in zip(labels, (row.risk, row.effort, row.back), strict=True):
        front: Span = (f"  {label}{' ' * (wide - cells(label))} ", "dim")
        out += wrap((front, *part), width, wide + 3)
    return (*out, *(piece for line in row.below for piece in wrap(line, width, 4)))


# -- the rows --------------------------------------------------------------------------------------


def decisions_list(
    incident: Incident, decided: Sequence[Row], now: datetime, zone: tzinfo, signs: Signs = UTF8
) -> Decisions:
    """What is to be decided, what is being changed, then what was decided, the newest first."""
    options, changes = incident.part(Options), incident.part(Changes)
    rows: list[Entry | _Way] = []
    if options.open:
        rows += [_heads(), *(_option(o, signs) for o in options.open)]
    rows += [_change(c, incident, now, zone, signs) for c in changes.live]
    by_entry = {o.decision: o for o in options.all if o.state == "chosen"}
    rows += [_decided(row, by_entry.get(row.id), zone, signs) for row in reversed(decided)]
    over = [c for c in changes.all if c.state in ("done", "rolled_back")]
    rows += [_change(c, incident, now, zone, signs) for c in reversed(over)]
    passed = [o for o in options.all if o.state in ("unchosen", "rejected")]
    if passed:
        rows.append(Entry("-passed", ((f"{signs.horizontal * 2} {say('not chosen')}", "title"),)))
        rows += [_passed(o, signs) for o in passed]
    if not rows:
        none = say("No decision yet: + records one, o sets options side by side.")
        rows = [Entry("-none", ((none, "dim"),))]
    return Decisions(rows, signs)


def undecided(incident: Incident) -> int:
    """How many options wait for a decision."""
    return len(incident.part(Options).open)


def next_step(incident: Incident, sort: str, name: str) -> tuple[str, dict[str, str]]:
    """The obvious thing to do to an option or a change: a verb, and what of its words is known besides; "" for none."""
    option, change = incident.part(Options).find(name), incident.part(Changes).find(name)
    if sort == "option" and option:
        if option.state == "open":
            return ("choose" if option.risk else "weigh", {})
        if option.state != "chosen":
            return ("reconsider", {})
        made = any(c.option == option.id for c in incident.part(Changes).all)
        return ("", {}) if made else ("plan", {"text": option.text, "option": option.id})
    if sort == "change" and change:
        return ("start" if change.state == "planned" else "finish", {})
    return ("", {})


def _heads() -> _Way:
    def head(text: str) -> Line:
        return ((text, "title"),)

    return _Way(
        "-options", head(say("options")), head(say("kind")), head(say("risk")), head(say("effort")), head(say("roll-back"))
    )  # fmt: skip


def _option(held: Option, signs: Signs) -> _Way:
    risk: list[Span] = [(say("not weighed"), "warn")]
    if held.risk:
        how = f": {named(held.likelihood)} × {named(held.harm)}"
        risk = [(named(held.risk), _RISKS[held.risk]), (how, "")]
        if held.danger:
            risk.append((f". {held.danger}", "dim"))
    back: Span = (held.rollback, "") if held.rollback else (say("none yet"), "warn")
    below = tuple(
        (("  ! ", "bad"), (say("{person} objects: {why}", person=o.person, why=o.why), "bad"))
        for o in held.objections
    )
    if held.only:
        below = (*below, (("  ", ""), (say("no other: {why}", why=held.only), "dim")))
    return _Way(
        f"option.{held.id}",
        ((f"{signs.open} ", "accent"), (held.text, "bold")),
        ((named(held.fix), "info"),),
        tuple(risk),
        ((held.effort or "?", "" if held.effort else "dim"),),
        (back,),
        below,
    )


def _decided(row: Row, option: Option | None, zone: tzinfo, signs: Signs) -> Entry:
    sign: Line = ((f"{signs.decision} ", "accent"),) if option else ()
    line: Line = ((f"{spoken().clock(row.at.astimezone(zone))}  ", "dim"), *sign, (row.text, ""))
    key = f"option.{option.id}" if option else f"entry.{row.id}"
    return Entry(key, line, ((row.by, "dim"),), indent=7)


def _passed(held: Option, signs: Signs) -> Entry:
    line: list[Span] = [(f"{signs.skipped} ", "dim"), (held.text, "dim")]
    word = say("rejected") if held.state == "rejected" else ""
    told = ": ".join(part for part in (word, held.why) if part)
    if told:
        line.append((f" ({told})", "dim"))
    return Entry(f"option.{held.id}", tuple(line), ((held.decided_by, "dim"),), indent=2)


def _change(held: Change, incident: Incident, now: datetime, zone: tzinfo, signs: Signs) -> Entry:
    """`running  roll back · 4 min, 20 min left · budi, citra watches · 3 entries`."""
    dot = (f" {signs.separator} ", "dim")
    line: list[Span] = [(f"{named(held.state)}  ", _STAGES[held.state]), (held.text, "")]
    for clock in _clocks(held, now, zone):
        line += [dot, clock]
    if held.executor:
        line += [dot, (held.executor, "")]
    if held.observer:
        line += [(", ", "dim"), (say("{person} watches", person=held.observer), "")]
    elif held.state in ("planned", "running"):
        line += [dot, (say("nobody watches"), "warn")]
    if logged := len(during(incident, held)):
        line += [dot, (many(logged, "{n} entry", "{n} entries"), "dim")]
    if held.result:
        line += [dot, (held.result, "")]
    return Entry(f"change.{held.id}", tuple(line), ((held.by, "dim"),), indent=2)


def _clocks(held: Change, now: datetime, zone: tzinfo) -> Iterator[Span]:
    if held.started and held.ended:
        clock = spoken().clock
        span = f"{clock(held.started.astimezone(zone))}–{clock(held.ended.astimezone(zone))}"
        yield (span, "dim")
        return
    if held.started:
        yield (say("for {time}", time=length((now - held.started).total_seconds())), "bold")
    if held.opens is None or held.closes is None:
        if not held.started:
            yield (say("no change window"), "warn")
        return
    if held.started or now >= held.opens:
        yield left(held.closes, now)
    else:
        yield (window_words(held.opens, held.closes, held.zone, spoken().code), "")
        yield (say("opens in {time}", time=length((held.opens - now).total_seconds())), "accent")
