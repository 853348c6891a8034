"""A thread for what may have to wait for a disk, so that a screen never does."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from warroom.storage import crashlog
from warroom.storage.errors import StorageError

T = TypeVar("T")
Job = Callable[[], object]


class Errands:
    """Does jobs one after the other, in the order in which they were given. The thread begins with the first."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def put(self, job: Job) -> None:
        """Hand a job in; it tells of its outcome, and of its errors, itself."""
        self._jobs.put(job)
        if not self._thread.is_alive() and self._thread.ident is None:
            self._thread.start()

    def finish(self, seconds: float) -> bool:
        """Wait until all is done that was handed in; False when that takes longer."""
        if self._thread.ident is None:
            return True
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as error:  # the jobs behind it must still be done
                crashlog.recorded(error)


def outcome(make: Callable[[], T], expected: tuple[type[Exception], ...] = (StorageError,)) -> T | Exception:
    """What a job comes to: its value, or the error that it ended with, told in one line."""
    try:
        return make()
    except expected as error:
        return error
    except Exception as error:  # whoever waits must hear of it
        return StorageError(crashlog.recorded(error))
