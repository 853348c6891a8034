"""What happened since somebody looked last, as one quiet line and as a list."""

from __future__ import annotations

from datetime import datetime, tzinfo

from warroom.core.digest import Digest, Turn
from warroom.core.incident import Incident
from warroom.core.language import many, say, spoken
from warroom.core.rows import Row
from warroom.views.lines import UTF8, Line, Signs, Span
from warroom.views.listing import Entry, Listing


def since_line(found: Digest, now: datetime, zone: tzinfo, key: str, signs: Signs = UTF8) -> Line:
    """`12 since 02:10  L shows them`; nothing where nothing came."""
    if not len(found) or found.since is None:
        return ()
    clock = _clock(found.since, now, zone)
    head: Span = (f" {say('{n} since {clock}', n=len(found), clock=clock)} ", "status")
    mine = len(found.yours)
    you: Line = ((f" {many(mine, '{n} for you', '{n} for you')} ", "warn"),) if mine else ()
    return (
        head,
        *you,
        ("  ", ""),
        (key, "key"),
        (f" {say('shows them')}  ", ""),
        ("Esc", "key"),
        (f" {say('later')}", ""),
    )


def digest_list(
    found: Digest, incident: Incident, now: datetime, zone: tzinfo, signs: Signs = UTF8
) -> Listing:
    """What stands otherwise, what is for them, then the rest in the order in which it came.

    Keys: the rows' ids, `-…` for titles.
    """
    rows: list[Entry] = [_title("-turns", turn_words(found.turns, signs), signs)] if found.turns else []
    for title, key, some in (
        (say("For you"), "-yours", [r for r in found.rows if r.id in found.yours]),
        (say("What happened"), "-rest", [r for r in found.rows if r.id not in found.yours]),
    ):
        if some:
            rows.append(_title(key, title, signs))
            rows += [_row(row, incident, now, zone, signs) for row in some]
    if found.others:
        words = many(
            found.others, "and {n} other entry in the timeline", "and {n} other entries in the timeline"
        )
        rows.append(Entry("-others", ((words, "dim"),)))
    return Listing(rows or [Entry("-none", ((say("Nothing that you should know has happened."), "ok"),))])


def turn_words(turns: tuple[Turn, ...], signs: Signs) -> str:
    """`SEV2 › SEV1 · investigating › mitigating · IC ani › budi`."""
    said = []
    for turn in turns:
        before, after = (
            say(v) if turn.what == "status" else v or say("nobody") for v in (turn.before, turn.now)
        )
        ic = "IC " if turn.what == "commander" else ""
        said.append(f"{ic}{before} {signs.prompt} {after}")
    return f" {signs.separator} ".join(said)


def digest_title(found: Digest, now: datetime, zone: tzinfo) -> str:
    """What the list is called."""
    if found.since is None:
        return say("Since it was declared")
    return say("Since {clock}", clock=_clock(found.since, now, zone))


def _title(key: str, words: str, signs: Signs) -> Entry:
    return Entry(key, ((f"{signs.horizontal * 2} {words}", "title"),))


def _row(row: Row, incident: Incident, now: datetime, zone: tzinfo, signs: Signs) -> Entry:
    words = row.text if row.event is None else signs.words(row.event.sentence(incident, say))
    strong = "bold" if row.event is not None and row.event.headline else ""
    kind: Line = ((f"{say(row.kind)} ", "accent"),) if row.event is None and row.kind != "note" else ()
    line: Line = ((f"{_clock(row.at, now, zone)}  ", "dim"), *kind, (words, strong))
    return Entry(row.id, line, ((row.by, "dim"),), indent=7)


def _clock(moment: datetime, now: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return (
        spoken().clock(local)
        if local.date() == now.astimezone(zone).date()
        else f"{local:%Y-%m-%d} {spoken().clock(local)}"
    )
