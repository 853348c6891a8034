"""The order in which warroom writes the members of an event, for a file in which another tool put them into its own.

A checksum and a digest are over bytes, so over an order. `jq -S` and its like sort the members of every object; what they
are is kept, and with it the order can be found again. Pure.
"""

from __future__ import annotations

from itertools import islice, permutations

from warroom.storage.file.members import MEMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

HEAD = ("id", "at", "recorded_at", "by", "kind")
TAIL = ("prev", "act", "once", "via", "origin", "n", "hlc", "after", "kept", "was", "crc")
_TAKEN = ("sha256", "was", "now", "kept")
_LEAST, _MOST, _BYTES_A_TRY = 1, 120, 128
"""A long event may be tried more often than a short one: the cost of a file stays in proportion to its length."""


def orders(value: Mapping[str, Any], size: int) -> Iterator[dict[str, Any]]:
    """This event with its members as warroom may have written them, the likeliest first.

    `size`: the length of its line. What has no order of its own (the names in a map, the members of a newer version) is
    tried in several, within what `size` allows. Nothing comes where the order is ours already.
    """
    kind = value.get("kind")
    shapes = MEMBERS.get(kind, ()) if isinstance(kind, str) else ()
    own = (*HEAD, *(shapes[0] if shapes else ()), *TAIL)
    split = len(own) - len(TAIL)
    extra = [name for name in value if name not in own]
    if list(value) == [name for name in (*own[:split], *extra, *own[split:]) if name in value]:
        return
    lists: list[tuple[str, ...]] = []
    _lists_in(value, lists)
    most = _LEAST + min(_MOST, size // _BYTES_A_TRY)
    free = _free_names(value, own, shapes, lists)
    for chosen in islice(_choices(free), most):
        yield _ordered(value, own, (*shapes[1:], _TAKEN), chosen)


Names = frozenset[str]


def _free_names(
    value: Any, own: Sequence[str], shapes: Sequence[Sequence[str]], lists: Sequence[tuple[str, ...]]
) -> dict[Names, list[str]]:
    """The sets of names that no shape puts in order, each in the likeliest one: maps with equal names have an equal order."""
    free: dict[Names, list[str]] = {}
    extra = [name for name in value if name not in own]
    if len(extra) > 1:
        free[frozenset(extra)] = extra
    stack = list(value.values())
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack.extend(one.values())
            names = frozenset(one)
            if len(one) > 1 and names not in free and not any(names <= set(s) for s in (*shapes[1:], _TAKEN)):
                hint = max(lists, key=lambda each: (len(names & set(each)), -len(each)), default=())
                free[names] = [*(n for n in hint if n in names), *(n for n in one if n not in hint)]
        elif isinstance(one, list):
            stack.extend(one)
    return free


def _lists_in(value: Any, found: list[tuple[str, ...]]) -> None:
    """Every list of texts in an event, without doubles in it: where the names of a map are listed, its order may stand."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            if one and all(isinstance(text, str) for text in one):
                found.append(tuple(dict.fromkeys(one)))
            else:
                stack.extend(one)


def _choices(free: Mapping[Names, list[str]]) -> Iterator[dict[Names, Sequence[str]]]:
    """The sets of names in one order after another; first all of them in their likeliest."""
    likely: dict[Names, Sequence[str]] = dict(free)
    yield likely
    for names, order in free.items():
        for other in islice(permutations(order), 1, None):
            yield {**likely, names: other}


def _ordered(
    value: Mapping[str, Any],
    own: Sequence[str],
    shapes: Sequence[Sequence[str]],
    chosen: Mapping[Names, Sequence[str]],
) -> dict[str, Any]:
    split = len(own) - len(TAIL)
    extra = frozenset(value).difference(own)
    order = (*own[:split], *chosen.get(extra, tuple(extra)), *own[split:])
    return {name: _inside(value[name], shapes, chosen) for name in order if name in value}


def _inside(value: Any, shapes: Sequence[Sequence[str]], chosen: Mapping[Names, Sequence[str]]) -> Any:
    if isinstance(value, list):
        return [_inside(one, shapes, chosen) for one in value]
    if not isinstance(value, dict):
        return value
    names = frozenset(value)
    shape = next((s for s in shapes if names.issubset(s)), None) or chosen.get(names, tuple(value))
    return {name: _inside(value[name], shapes, chosen) for name in shape if name in value}
