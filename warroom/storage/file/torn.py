"""A last commit of which a power failure kept some sectors and not others: several events, some of them gone.

Nobody was told that these events were saved. What is whole of them stays; the rest is kept in `x.json.torn`, so that
the file is one JSON document again. Damage further back was saved once, and is left where it is.
"""

from __future__ import annotations

from warroom.storage.errors import shown
from warroom.storage.file import layout
from warroom.storage.file.stamp import recorded_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.storage.file.handle import Handle


def cut_hole(file: Handle) -> int:
    """Under the lock: how many bytes were set aside, 0 when the damage is not in the last commit. Raises `OSError`."""
    data = file.content()
    found = layout.scan(data[file.body :], file.body)
    if not found.damaged or not found.lines:
        return 0
    moment = recorded_of(found.lines[-1])
    earlier = next((raw for raw in reversed(found.lines) if recorded_of(raw) != moment), b"")
    begin = data.rfind(earlier) if earlier else file.body
    # A damaged number in front of a whole event is no hole.
    holes = [d for d in found.damaged if d.offset > begin and not d.raw.endswith(b'": ')]
    if not holes:
        return 0
    start = holes[0].offset
    before = layout.scan(data[file.body : start], file.body)
    behind = layout.scan(data[start:], start)
    whole = behind.lines + behind.rescued
    lost = b"\n".join([*(d.raw for d in holes), found.tail.removesuffix(layout.FOOTER)])
    again = b"".join(layout.line(before.number + i, raw) for i, raw in enumerate(whole, 1))
    file.keep_torn(lost)
    file.replace(data[:start] + again + layout.FOOTER)
    return len(lost)


def cut_notice(path: str, size: int) -> str:
    """What the person is told."""
    where = shown(path)
    return f"{where}: {size} bytes of the last write are unfinished or damaged; they were taken out and kept in {where}.torn"
