"""TinyDB's own extension points on the open-tail engine: a `Storage`, an append-only `Table`, a `TinyDB`.

Queries are TinyDB's. Inserts become one durable append; everything that would change or remove a row is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from warroom.storage.errors import Path, Reloaded, StorageError, shown
from warroom.storage.file.opentail import OpenTail, create

Row = dict[str, Any]


class AppendOnly(StorageError):
    """Somebody tried to change or remove what was recorded."""


def _now() -> datetime:
    return datetime.now(UTC)


class OpenTailStorage(Storage):
    """One incident file for TinyDB. `log`: the engine, for whoever writes.

    Reading has an engine of its own, so that a query takes nothing away from the `refresh` of the log's owner.
    """

    def __init__(self, path: Path, log: OpenTail | None = None, clock: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self.log = log or OpenTail(path)
        self._clock = clock
        self._reader: OpenTail | None = None
        self._rows: dict[str, Row] = {}

    def read(self) -> dict[str, dict[str, Any]]:
        """Every table as TinyDB wants it, up to date with what any process has written."""
        if self._reader is None:
            self._reader = OpenTail(self.log.path)
        try:
            self._take(self._reader.refresh())
        except Reloaded:
            self._rows = {}
            self._take(self._reader.load().lines)
        return {"incident": {"1": self._reader.header}, "events": self._rows}

    def _take(self, lines: Iterable[bytes]) -> None:
        for raw in lines:
            self._rows[str(len(self._rows) + 1)] = json.loads(raw)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refused: a log grows, it is never written whole."""
        raise AppendOnly(f"{shown(self.log.path)}: the log only grows; record a correction instead")

    def append(self, documents: Sequence[Mapping[str, Any]]) -> list[int]:
        """Durable rows, and the TinyDB numbers they have got."""
        try:
            self.log.append(documents, self._clock())
        except Reloaded:
            self.log.load()
            self.log.append(documents, self._clock())
        wanted = {document["id"] for document in documents}
        numbers = {row["id"]: int(n) for n, row in self.read()["events"].items() if row.get("id") in wanted}
        return [numbers[document["id"]] for document in documents]

    def close(self) -> None:
        self.log.close()
        if self._reader is not None:
            self._reader.close()


class _NoCache(LRUCache[Any, Any]):
    """Another process may append at any time: no answer is kept."""

    def __init__(self, capacity: int | None = None) -> None:
        super().__init__(capacity=0)


class LogTable(Table):
    """A table that only grows."""

    query_cache_class = _NoCache

    def insert(self, document: Mapping[str, Any]) -> int:
        """One durable append; the row's number."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """One durable append of all of them; their numbers."""
        storage = self._storage
        if self.name != "events" or not isinstance(storage, OpenTailStorage):
            raise AppendOnly(f"{self.name}: only the events table takes rows")
        rows = list(documents)
        if any(isinstance(row, Document) for row in rows):
            raise AppendOnly("a row's number is given by the file; insert a plain dict")
        return storage.append(rows)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        """What update, remove, truncate and upsert of TinyDB come down to."""
        raise AppendOnly(f"{self.name}: rows are never changed or removed; record a correction instead")


class IncidentDB(TinyDB):
    """An incident file as a TinyDB. Without a table's name, its methods are those of the events."""

    table_class = LogTable
    default_table_name = "events"

    def __init__(self, path: Path, log: OpenTail | None = None, clock: Callable[[], datetime] = _now) -> None:
        super().__init__(path, log, clock, storage=OpenTailStorage)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], datetime] = _now) -> IncidentDB:
        """An existing file. Raises `StorageError`."""
        return cls(path, clock=clock)

    @classmethod
    def create(
        cls,
        path: Path,
        header: Mapping[str, Any],
        fields: Sequence[Mapping[str, Any]],
        now: datetime,
        clock: Callable[[], datetime] = _now,
    ) -> IncidentDB:
        """A new file with its first events, all or nothing (see `opentail.create`)."""
        return cls(path, create(path, header, fields, now), clock)

    @property
    def log(self) -> OpenTail:
        """The engine under it: `load`, `refresh`, `append`."""
        storage = self.storage
        assert isinstance(storage, OpenTailStorage)
        return storage.log
