"""Which column of a table is which: by the names that people and tools customarily give them, or as the person says (`--map`).

Knows headers only, not rows and not files. A column that is nothing to us is left out and named, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Final, NamedTuple

from warroom.core.clock import BadTime
from warroom.core.clock import zone as named_zone
from warroom.core.language import later, many, say
from warroom.core.text import quoted

EXPORTED: Final = (
    "id", "struck", "struck_why", "pinned", "precision", "marks", "recorded_at", "redacted", "edited", "source",
)  # fmt: skip
"""What our own exports have besides `at`, `kind`, `by` and `text`; the last four are for people and are not read."""
MAPPABLE: Final = ("at", "date", "kind", "by", "text", "id")

_CUSTOMARY: Final[dict[str, str]] = {
    "at": "at, timestamp, datetime, date time, date/time, date and time, time, clock, when, occurred at, happened at, "
    "occurred, event time, time stamp, ts, created at, start time, tanggal dan waktu, waktu kejadian, waktu, jam, pukul, "
    "date, day, tanggal, hari",
    "kind": "kind, type, category, event type, entry type, jenis, kategori",
    "by": "by, who, author, user, person, name, actor, owner, responder, reporter, sender, from, username, user name, "
    "logged by, oleh, siapa, penulis, nama, pelaku, petugas",
    "text": "text, message, msg, what happened, description, event description, summary, event, what, details, detail, "
    "entry, log, note, notes, comment, content, body, title, activity, action, update, kejadian, peristiwa, keterangan, "
    "uraian, deskripsi, pesan, catatan, aktivitas, tindakan",
}
"""For each column of ours what it is called elsewhere, the surest name first."""
_RANKS: Final = {
    ours: {name: rank for rank, name in enumerate(names.split(", "))} for ours, names in _CUSTOMARY.items()
}
_DAYS: Final = frozenset(("date", "day", "tanggal", "hari"))
_CLOCKS: Final = frozenset(("time", "clock", "waktu", "jam", "pukul"))
_ZONE_BEHIND: Final = re.compile(
    r"(.*?)(?:\s*[(\[]\s*([\w/+:-]{1,40})\s*[)\]]|\s(utc|gmt|wib|wita|wit))", re.IGNORECASE
)


_A_DAY: Final = re.compile(r"~?\d{4}-\d\d-\d\d", re.ASCII)


class Columns(NamedTuple):
    """What a header comes to."""

    names: tuple[str, ...]
    """Our name of each column, in their order; "" for one that is left out. `date`: the day that goes before `at`."""
    zone: tzinfo | None
    """What the header says of the times, as in `Time (UTC)`."""
    strict: bool
    """Whether a kind that we do not know is a mistake: the column is called as ours is, or was named by the person."""
    left_out: tuple[str, ...]
    read_as: tuple[tuple[str, str], ...]
    """What the file calls a column, and what we take it for, where the two differ."""

    def cells(self, values: Sequence[str]) -> dict[str, str]:
        """A row's cells by our names."""
        found = {name: value for name, value in zip(self.names, values, strict=False) if name}
        day = found.pop("date", "").strip()
        if not any(found.values()) and any(values):
            found[""] = "something"  # in a column that is not read: the row is not empty
        if day:
            found["at"] = f"{day} {found.get('at', '').strip()}".strip()
        return found


def find(header: Sequence[str], told: Mapping[str, str]) -> Columns | str:
    """The columns of a header; or what is wrong with it, in one line that says which columns were found.

    Args:
        header: the names as they stand in the file.
        told: of our names (`MAPPABLE`) what the file calls them; these come first.
    """
    plain = [_plain(name) for name in header]
    zones = [_split_zone(name) for name in plain]
    bare = [name for name, _ in zones]
    names = [""] * len(header)
    for ours, theirs in told.items():
        wanted = _plain(theirs)
        if wanted not in plain:
            return say("there is no column {theirs}; {found}", theirs=quoted(theirs), found=_found(header))
        names[plain.index(wanted)] = ours
    wrong = _take_customary(bare, names)
    if wrong:
        return wrong
    if any(_A_DAY.match(name.strip()) for name in header):
        return say(
            "the first line is a row; put a line above it that names the columns, as in at,kind,by,text"
        )
    missing = [
        what for ours, what in (("at", say("the time")), ("text", say("the text"))) if ours not in names
    ]
    if missing:
        return say(
            "there is no column for {missing}; {found}; {hint}",
            missing=say(" and none for ").join(missing),
            found=_found(header),
            hint=say(_WAY_OUT),
        )
    here = next((zone for name, (_, zone) in zip(names, zones, strict=True) if name == "at" and zone), None)
    strict = "kind" in told or any(
        name == "kind" == theirs for name, theirs in zip(names, plain, strict=True)
    )
    unread = tuple(theirs for name, theirs in zip(names, header, strict=True) if not name and theirs.strip())
    other = tuple(
        (theirs, ours)
        for ours, theirs in zip(names, header, strict=True)
        if ours and _plain(theirs) != _plain(ours)
    )
    return Columns(tuple(names), here, strict, unread, other)


_WAY_OUT: Final = later("say which is which with --map at=COLUMN,text=COLUMN (also date, kind, by)")


def together(several: Iterable[Columns]) -> Columns:
    """What the columns of rows that differ have in common, to be told of."""
    listed = list(several)
    left_out = dict.fromkeys(name for one in listed for name in one.left_out)
    read_as = dict.fromkeys(pair for one in listed for pair in one.read_as)
    return Columns((), None, any(one.strict for one in listed), tuple(left_out), tuple(read_as))


def known(names: Sequence[str]) -> int:
    """How many of these say at once what they are; to tell a header from anything else."""
    plain = {_split_zone(_plain(name))[0] for name in names}
    return len(plain & {*EXPORTED, *(name for ranks in _RANKS.values() for name in ranks)})


def mapping(told: str) -> dict[str, str]:
    """`at=Timestamp,text=Summary` as it is meant. Raises ValueError, with a one-line message."""
    found: dict[str, str] = {}
    for pair in told.split(","):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not equals or not theirs or ours.lower() not in MAPPABLE:
            raise ValueError(
                say(
                    "--map: {pair} is not a pair; write it like at=Timestamp,text=Summary, with {known}",
                    pair=quoted(pair),
                    known=", ".join(MAPPABLE),
                )
            )
        if ours.lower() in found:
            raise ValueError(say("--map: {ours} is given twice; one column is enough", ours=ours))
        found[ours.lower()] = theirs
    return found


def notices(found: Columns) -> Iterator[str]:
    """Which columns were read as what, and which were not read."""
    if found.read_as:
        yield f"read {', '.join(f'{quoted(theirs)} as {ours}' for theirs, ours in found.read_as)}"
    names = found.left_out
    if names:
        yield many(
            len(names),
            "left out: the column {names}",
            "left out: the columns {names}",
            names=", ".join(map(quoted, names)),
        )


def _take_customary(bare: Sequence[str], names: list[str]) -> str:
    """Give the columns that are still free our names; what is wrong, else ""."""
    taken = set(names)
    day = next((i for i, name in enumerate(bare) if name in _DAYS and not names[i]), None)
    clock = next((i for i, name in enumerate(bare) if name in _CLOCKS and not names[i]), None)
    for ours, ranks in _RANKS.items():
        free = [i for i, name in enumerate(bare) if name in ranks and not names[i]]
        if ours in taken or not free:
            continue
        first = min(free, key=lambda i: ranks[bare[i]])
        twice = [i for i in free if bare[i] == bare[first]]
        if len(twice) > 1:
            return say("the column {bare} stands there twice; keep one", bare=bare[first])
        if (
            ours == "at"
            and day is not None
            and clock is not None
            and first in (day, clock)
            and "date" not in taken
        ):
            names[day], names[clock] = "date", "at"
        else:
            names[first] = ours
    for index, name in enumerate(bare):
        own = name.replace(" ", "_")
        if own in EXPORTED and not names[index] and own not in names:
            names[index] = own
    return ""


def _found(header: Sequence[str]) -> str:
    listed = [quoted(name) for name in header[:20] if name.strip()]
    return (
        say("found: {names}", names=", ".join(listed))
        if listed
        else say("the first line names the columns, as in at,kind,by,text")
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split()).strip("\"'*`")


def _split_zone(name: str) -> tuple[str, tzinfo | None]:
    """`time (utc)` as `time` and its zone. Brackets that hold no zone are a part of the name."""
    match = _ZONE_BEHIND.fullmatch(name)
    if match is None:
        return name, None
    told = (match[2] or match[3]).strip()
    try:
        return match[1].strip(), named_zone(told.title() if "/" in told else told)
    except BadTime:
        return name, None
