"""Lines that have the id of another: which one holds. Pure.

An event is written once, and stays as it was written. What came later under its id, or without the stamps of a writer, is at best
a copy and at worst a forgery: it is handed on to nobody, whatever clock it claims. `warroom verify` names it.
"""

from __future__ import annotations

from warroom.storage.file.layout import decode
from warroom.storage.file.stamp import id_of, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def holding(lines: list[bytes]) -> list[bytes]:
    """These lines, in their order, without those that another with the same id holds against."""
    ids = [raw[7:43] if raw[43:46] == b'","' and raw[:7] == b'{"id":"' else id_of(raw) for raw in lines]
    if len(set(ids)) == len(ids):
        return lines
    return [lines[i] for i in places_that_hold(lines, ids)]


def places_that_hold(lines: Sequence[bytes], ids: Sequence[bytes]) -> list[int]:
    """Which of these lines hold, by their index: of one id the stamped, sealed, earlier one."""
    first: dict[bytes, int] = {}
    twins: dict[bytes, list[int]] = {}
    for i, one in enumerate(ids):
        if first.setdefault(one, i) != i:
            twins.setdefault(one, [first[one]]).append(i)
    sealed = _sealed(lines) if twins else {}
    for one, here in twins.items():
        first[one] = min(here, key=lambda i: (*_standing(lines[i], sealed), i))
    # What has no id has no twin.
    return sorted({*first.values(), *(i for i, one in enumerate(ids) if not one)})


def _standing(raw: bytes, sealed: dict[str, int]) -> tuple[bool, bool]:
    origin, n = place_of(raw)
    return not origin, n > sealed.get(origin, 0)


def _sealed(lines: Sequence[bytes]) -> dict[str, int]:
    """How far the seals reach in each origin. Whether they are genuine is for `verify` to say."""
    reached: dict[str, int] = {}
    for raw in lines:
        if b'"kind":"log.sealed"' in raw:
            heads = decode(raw).get("heads")
            for origin, head in heads.items() if isinstance(heads, dict) else ():
                if isinstance(head, list) and head and isinstance(head[0], int):
                    reached[origin] = max(head[0], reached.get(origin, 0))
    return reached
