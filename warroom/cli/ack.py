"""Acknowledging: from the sync on, what was done is done, and whatever fails behind it must not say otherwise.

The storage calls `durable` the moment that something is on disk; `tell` prints the answer straight away. What is still pending
when an error ends the command makes the difference between *nothing changed* (1) and *saved, but not told* (4).
"""

from __future__ import annotations

import sys

from warroom.core.language import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

pending: list[str] = []
"""Ids that are on disk and have not been told yet."""


class Untold(Exception):
    """Standard output does not take what was to be printed. The message says why."""


def durable(ids: Iterable[str]) -> None:
    """These are on disk now."""
    pending.extend(ids)


def tell(*lines: str) -> None:
    """Print the answer to an act, and be sure that it went out.

    Raises:
        Untold: it did not; what is pending stays so.
    """
    if sys.stdout is None:
        raise Untold(say("standard output is closed"))
    try:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise untold(error) from error
    pending.clear()


def untold(error: Exception) -> Untold:
    """What to raise when standard output gave this error."""
    return Untold(
        say("standard output: {reason}", reason=say(getattr(error, "strerror", None) or str(error)))
    )


def flush() -> None:
    """See to it that all that was printed went out.

    Raises:
        Untold: it did not.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise untold(error) from error


def hush() -> None:
    """The answer is not wanted: it counts as told."""
    pending.clear()


def warn(message: str) -> None:
    """A remark on standard error, if it takes one. It never fails."""
    try:
        if sys.stderr is not None:
            print(f"warroom: {message}", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        sys.stderr = (
            None  # or what is buffered there would fail once more at the end, and make the status 120
        )


class courtesy:
    """What is done for convenience after the answer: it may fail, and then is only a remark."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        from warroom.core.text import clean

        warn(f"{self._what}: {clean(str(error)) or type(error).__name__}")
        return True
