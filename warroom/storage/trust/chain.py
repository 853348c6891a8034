"""One line of a file as its origin's chain needs it, and what is wrong within such a chain. Pure; knows the envelope only."""

from __future__ import annotations

from warroom.core.language import say
from warroom.storage.file import layout
from warroom.storage.file.stamp import bound_to, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Link:
    """One event. `names`: the digests that the next event, or a seal, may know it by."""

    __slots__ = ("after", "id", "kept", "kind", "line", "n", "names", "origin", "raw", "was")

    def __init__(self, raw: bytes, line: int) -> None:
        self.raw, self.line = raw, line
        value = layout.decode(raw)
        origin, n = value.get("origin"), value.get("n")
        self.origin, self.n = (origin, n) if isinstance(origin, str) and isinstance(n, int) else ("", 0)
        self.id, self.kind = str(value.get("id")), value.get("kind")
        self.after, self.kept, self.was = value.get("after"), value.get("kept"), value.get("was")
        # As warroom wrote it too: another tool may have given it other spaces, other escapes or another order.
        self.names = frozenset((digest(raw), digest(layout.restored(raw) or raw)))


class Chain:
    """The events of one origin. `remembered`: how many this host is known to have written. `altered`: the numbers of those
    whose line is named already.
    """

    def __init__(self, origin: str, links: list[Link], remembered: int, altered: set[int]) -> None:
        self.origin, self.links, self.remembered, self.altered = origin, links, remembered, altered

    def problems(self, incident_id: str) -> Iterable[str]:
        """A line for each thing that is wrong."""
        by_n: dict[int, Link] = {}
        highest = 0
        for link in self.links:
            twin = by_n.setdefault(link.n, link)
            if twin is not link:
                same = twin.id == link.id
                what = (
                    say("stands here again")
                    if same
                    else say("is another event of the same number; a copy was written to")
                )
                yield say(
                    "line {line}: event {n} of {origin} {what} (line {line2})",
                    line=link.line,
                    n=link.n,
                    origin=self.origin,
                    what=what,
                    line2=twin.line,
                )
            elif link.n < highest:
                yield say(
                    "line {line}: event {n} of {origin} is out of order",
                    line=link.line,
                    n=link.n,
                    origin=self.origin,
                )
            highest = max(highest, link.n)
        for gap in _gaps(sorted(self.altered.union(by_n)), max(highest, self.remembered)):
            yield say("event {gap} of {origin} is missing", gap=gap, origin=self.origin)
        for link in by_n.values():
            yield from self._misfit(link, by_n.get(link.n - 1), incident_id)

    def _misfit(self, link: Link, before: Link | None, incident_id: str) -> Iterable[str]:
        where = say("line {line}: event {n} of {origin}", line=link.line, n=link.n, origin=self.origin)
        if link.n == 1:
            if link.after:
                yield say("{where} claims one before it", where=where)
            if link.kept and link.kept != bound_to(incident_id):
                yield say(
                    "{where} was written for another incident than {incident_id}, and so were those that follow it",
                    where=where,
                    incident_id=incident_id,
                )
        elif before is not None and link.after not in before.names:
            yield (
                say(
                    "line {line}: event {n} of {origin} was altered, event {n2} on line {line2} does not fit it",
                    line=before.line,
                    n=before.n,
                    origin=self.origin,
                    n2=link.n,
                    line2=link.line,
                )
            )

    @property
    def beyond(self) -> bool:
        """Whether this host remembers more than is here."""
        return self.remembered > max((*(link.n for link in self.links), *self.altered), default=0)


def _gaps(numbers: list[int], last: int) -> list[str]:
    """Missing numbers from 1 to `last`, as `4` or `7–9`."""
    gaps, expected = [], 1
    for n in [*numbers, last + 1]:
        if n > expected:
            gaps.append(str(expected) if n == expected + 1 else f"{expected}–{n - 1}")
        expected = max(expected, n + 1)
    return gaps
