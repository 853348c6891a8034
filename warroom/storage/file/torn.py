"""What a write that was cut short left behind, told apart from damage to what was acknowledged.

Nobody was told that the events of such a write were saved. What is whole of them stays; the rest is kept in `x.json.torn`,
so that the file is one JSON document again. Everything else that is damaged was saved once, and stays where it is: a whole
line of JSON whose checksum does not hold, what the note says was written, and bytes that no cut can have left.
"""

from __future__ import annotations

from warroom.core.language import say
from warroom.storage.errors import shown
from warroom.storage.file import layout
from warroom.storage.file.layout import FOOTER, Damage
from warroom.storage.file.stamp import recorded_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.file.handle import Handle
    from warroom.storage.file.origin import Origin


def is_cut_short(tail: bytes) -> bool:
    """Whether these bytes behind the last whole line look like a write that was cut short.

    Its end is missing then, or sectors of it: they read as zeros, or as the footer that stood there before.
    """
    return not tail.endswith(b"\n" + FOOTER) or b"\0" in tail or tail.startswith(FOOTER)


def is_torn(file: Handle, origin: Origin, found: layout.Scan) -> bool:
    """Whether what is behind the last whole line was never acknowledged: it may be cut. Raises `OSError`."""
    return is_cut_short(found.tail) and not origin.is_short(file, found.end)


def damage_behind(file: Handle, origin: Origin, found: layout.Scan) -> list[Damage]:
    """What is behind the last whole line, unless it is a write that was cut short or is under way. Raises `OSError`."""
    rest = found.tail.removesuffix(FOOTER)
    if not rest or FOOTER.startswith(found.tail) or is_torn(file, origin, found):
        return []
    return [Damage(found.line_number, found.end, rest.removesuffix(b"\n"))]


def left_in_place(file: Handle, found: layout.Scan) -> bytes:
    """Under the lock: ends the file right behind that damage; its bytes. Raises `OSError`."""
    rest = found.tail.removesuffix(FOOTER)
    body = rest if rest.endswith(b"\n") else rest + b"\n"
    if body + FOOTER != found.tail:
        file.end_at(found.end, body)
    return body


def cut_hole(file: Handle, origin: Origin) -> int:
    """A last commit of which a power failure kept some sectors and not others: several events, some of them gone.

    Under the lock: how many bytes were set aside, 0 when the damage is not in the last commit. Raises `OSError`, and
    `NeedsRepair` when no event is whole.
    """
    data = file.content()
    found = layout.scan(data[file.body :], file.body)
    if not found.lines and found.damaged:
        raise file.nothing_whole()
    if not found.damaged or not found.lines:
        return 0
    moment = recorded_of(found.lines[-1])
    earlier = next((raw for raw in reversed(found.lines) if recorded_of(raw) != moment), b"")
    begin = data.rfind(earlier) if earlier else file.body
    holes = [d for d in found.damaged if d.offset > begin and _is_hole(d.raw)]
    if not holes or any(origin.was_told(raw) for raw in found.lines if recorded_of(raw) == moment):
        return 0
    start = holes[0].offset
    if any(d.offset >= start and not _is_hole(d.raw) for d in found.damaged):
        return 0
    before = layout.scan(data[file.body : start], file.body)
    behind = layout.scan(data[start:], start)
    whole = behind.lines + behind.rescued
    lost = b"\n".join([*(d.raw for d in holes), found.tail.removesuffix(FOOTER)])
    again = b"".join(layout.line(before.number + i, raw) for i, raw in enumerate(whole, 1))
    file.keep_torn(lost)
    file.replace(data[:start] + again + FOOTER)
    return len(lost)


def _is_hole(raw: bytes) -> bool:
    return b"\0" in raw or raw == FOOTER.rstrip()


def cut_notice(path: str, size: int) -> str:
    """What the person is told."""
    where = shown(path)
    return say(
        "{where}: {size} bytes of the last write were unfinished; they were taken out and kept in "
        "{where}.torn",
        where=where,
        size=size,
    )


def left_notice(path: str, size: int) -> str:
    """What the person is told of damage that stays."""
    return say(
        "{path}: the last {size} bytes are damaged, and what stood there was saved once; they stay "
        "where they are, `warroom verify` names them",
        path=shown(path),
        size=size,
    )
