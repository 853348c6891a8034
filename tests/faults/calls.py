"""Every storage call of every operation fails in turn, once or until it is mended, in each of the ways that disks fail.

After each: nothing acknowledged is gone (nor after a power cut on top of it), the failure is one line of words, what was not
saved is written once by a retry, the lock is free, and no descriptor is synced again after its sync failed.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import warroom.storage.file.origin
from tests.faults import crash
from tests.faults.crash import Bad
from tests.faults.disk import CHANGING, CODES, SHORT, Disk, fails_at, fails_from
from tests.faults.power import HEADER, Acks, Prepare, format_0, hole, nothing, some, stock_file, torn
from tests.faults.tally import Tally
from tests.storage.helpers import INCIDENT, NOW, at, event, event_id
from warroom.core.registry import VERBS
from warroom.session.room import Room
from warroom.storage.errors import Exists, Reloaded, StorageError, explained
from warroom.storage.file.opentail import OpenTail, create
from warroom.storage.file.rewrite import replace_file
from warroom.storage.library import catalogue
from warroom.storage.library.drafts import Drafts
from warroom.storage.library.folder import Library
from warroom.storage.oslayer import OS
from warroom.storage.outfile import write
from warroom.storage.trust.salvage import salvage

NAMES = {code: errno.errorcode[code] for code in CODES} | {SHORT: "short"}


@dataclass
class Ground:
    """Where one run takes place. `keep`: what an operation holds on to between its parts."""

    folder: str
    disk: Disk
    acks: Acks
    keep: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return crash.incident(self.folder)

    def log(self) -> OpenTail:
        log: OpenTail = self.keep.setdefault("log", None) or OpenTail(self.path, self.disk, 0.2)
        self.keep["log"] = log
        return log

    def append(self, number: int, moment: float = 20) -> None:
        """As the room does it: a file that was replaced is loaded anew, once."""
        log = self.log()
        self.acks.tried.add(event_id(number))
        try:
            log.append([event(number)], at(moment))
        except Reloaded:
            log.load()
            log.append([event(number)], at(moment))
        self.acks.acked.append(event_id(number))


@dataclass(frozen=True)
class Operation:
    """`ready`: before anything fails. `act`: while it fails. `again`: once it is mended; must work."""

    name: str
    prepare: Prepare
    act: Callable[[Ground], None]
    again: Callable[[Ground], None]
    ready: Callable[[Ground], None] = lambda _ground: None


def _open_and_load(ground: Ground) -> None:
    ground.log().load()


def _append(ground: Ground) -> None:
    if event_id(111) not in ground.acks.acked:
        ground.append(111)


def _append_again(ground: Ground) -> None:
    _append(ground)
    ground.append(112, 21)


def _create(ground: Ground) -> None:
    library = Library(ground.folder, ground.disk)
    library.new_id(NOW, os.urandom)
    ground.acks.tried.update((event_id(1), event_id(2)))
    try:
        ground.keep["log"] = create(ground.path, HEADER, [event(1), event(2)], NOW, ground.disk)
    except Exists:
        # A first try may have made it, and failed to open it.
        ground.keep["log"] = OpenTail(ground.path, ground.disk, 0.2)
    ground.acks.acked[:] = [event_id(1), event_id(2)]


def _create_again(ground: Ground) -> None:
    if not ground.acks.acked:
        _create(ground)
    ground.append(111)


def _follow(ground: Ground) -> None:
    _open_and_load(ground)
    with OpenTail(ground.path, ground.disk) as other:
        other.append([event(111)], at(20))
    ground.acks.tried.add(event_id(111))
    ground.acks.acked.append(event_id(111))


def _refresh(ground: Ground) -> None:
    seen = crash.ids_of(ground.log().refresh())
    if seen not in ([event_id(111)], []):
        raise Bad(f"refresh brought {seen}")
    ground.keep["seen"] = seen


def _refresh_again(ground: Ground) -> None:
    try:
        seen = ground.keep.get("seen", []) + crash.ids_of(ground.log().refresh())
    except Reloaded:
        seen = crash.ids_of(ground.log().load().lines)[-1:]
    if seen != [event_id(111)]:
        raise Bad(f"a reader that a failure met has seen {seen}")


def _load(ground: Ground) -> None:
    seen = crash.ids_of(ground.log().load().lines)
    if seen != ground.acks.acked:
        raise Bad(f"load brought {len(seen)} of {len(ground.acks.acked)}")


def _broken_disk(ground: Ground) -> None:
    """The first sync of the file fails whatever else does: the log moves to a fresh file."""
    ground.log()
    planned, failed = ground.disk.plan, list[int]()

    def plan(index: int, call: str) -> int:
        if call == "fdatasync" and not failed:
            failed.append(index)
            return errno.EIO
        return planned(index, call)

    ground.disk.plan = plan


def _list(ground: Ground) -> None:
    rows = catalogue.listing(ground.folder, _summary, ground.disk)
    if [row.get("events") for row in rows] != [len(ground.acks.acked)]:
        raise Bad(f"the list says {rows}")


def _summary(path: str) -> dict[str, Any]:
    with OpenTail(path, crash.QUIET) as log:
        return {"events": len(log.load().lines)}


def _stale_catalogue(ground: Ground) -> None:
    catalogue.listing(ground.folder, _summary, ground.disk)
    with OpenTail(ground.path, ground.disk) as other:
        other.append([event(111)], at(20))
    ground.acks.tried.add(event_id(111))
    ground.acks.acked.append(event_id(111))


def _salvage(ground: Ground) -> None:
    out = os.path.join(ground.folder, "INC-20261121-NEW.json")
    salvage(ground.path, out, ground.disk)
    with OpenTail(out, crash.QUIET) as log:
        if crash.ids_of(log.load().lines) != ground.acks.acked:
            raise Bad("the salvaged file lacks events")


def _salvage_again(ground: Ground) -> None:
    out = Path(ground.folder, "INC-20261121-NEW.json")
    if out.exists():
        with OpenTail(out, crash.QUIET) as log:
            if crash.ids_of(log.load().lines) != ground.acks.acked:
                raise Bad("a failed salvage left half a file")
    else:
        _salvage(ground)


def _export(ground: Ground) -> None:
    for name, text, force in (("report.md", b"a report\n", False), ("old.md", b"a newer report\n", True)):
        write(os.path.join(ground.folder, name), text * 200, ground.path, force=force, os_layer=ground.disk)


def _old_report(ground: Ground) -> None:
    Path(ground.folder, "old.md").write_bytes(b"an old report\n" * 200)
    ground.disk.now["old.md"] = ground.disk.lasting["old.md"] = type(
        ground.disk.now[f"{INCIDENT}.json"]
    ).durable(b"an old report\n" * 200)


def _export_again(ground: Ground) -> None:
    report, old = Path(ground.folder, "report.md"), Path(ground.folder, "old.md")
    if report.exists() and report.read_bytes() != b"a report\n" * 200:
        raise Bad("a failed export left half a file")
    if old.read_bytes() not in (b"an old report\n" * 200, b"a newer report\n" * 200):
        raise Bad("a failed replacement left half a file")
    report.unlink(missing_ok=True)
    ground.disk.now.pop("report.md", None)
    _export(ground)


def _draft(ground: Ground) -> None:
    Drafts(Path(ground.folder), ground.disk).save(INCIDENT, "ani", "half a line, and the other ha")


def _old_draft(ground: Ground) -> None:
    Drafts(Path(ground.folder)).save(INCIDENT, "ani", "half a line")


def _draft_load(ground: Ground) -> None:
    if Drafts(Path(ground.folder), ground.disk).load(INCIDENT, "ani") not in ("half a line", ""):
        raise Bad("the draft came back changed")


def _draft_again(ground: Ground) -> None:
    drafts = Drafts(Path(ground.folder), ground.disk)
    if drafts.load(INCIDENT, "ani") not in ("half a line", "half a line, and the other ha"):
        raise Bad("the draft is gone")
    drafts.save(INCIDENT, "ani", "more")
    if drafts.load(INCIDENT, "ani") != "more":
        raise Bad("the next draft is not kept")


def _room(ground: Ground) -> None:
    log = ground.log()
    clock = itertools.count(20)
    room = Room(log, INCIDENT, person="ani", clock=lambda: at(next(clock)))
    ground.keep["room"] = room


def _room_logs(ground: Ground) -> None:
    room: Room = ground.keep["room"]
    for text in ("first", "second"):
        try:
            done = room.act(VERBS["log"], [text], keep=True)
        except StorageError as error:
            raise Bad(f"the room kept nothing: {error}") from None
        made = [e.id for e in done.events]
        ground.acks.tried.update(made)
        waits = ground.keep.setdefault("waits", [])
        waits += made
        if done.saved.state == "saved":
            ground.acks.acked += waits
            waits.clear()
        elif not done.saved.why or done.saved.unsaved != len(waits):
            raise Bad(f"the room says {done.saved} while {len(waits)} wait")
        if not {e.id for e in room.events()} >= set(made):
            raise Bad("what was done is not shown")


def _room_retries(ground: Ground) -> None:
    room: Room = ground.keep["room"]
    if not room.retry() or room.saved.state != "saved":
        raise Bad(f"after the disk was mended: {room.saved}")
    ground.acks.acked += ground.keep.get("waits", [])
    ground.keep["waits"] = []
    _room_logs(ground)
    _room_is_whole(ground)


def _room_is_whole(ground: Ground) -> None:
    room: Room = ground.keep["room"]
    room.refresh()
    shown = [e.id for e in room.events()]
    if shown != ground.acks.acked or room.saved.state != "saved":
        raise Bad(f"the room shows {len(shown)} of {len(ground.acks.acked)}, {room.saved}")


def _room_hears(ground: Ground) -> None:
    _room(ground)
    with OpenTail(ground.path, ground.disk) as other:
        other.append([event(111)], at(10))
    ground.acks.tried.add(event_id(111))
    ground.acks.acked.append(event_id(111))


def _room_refreshes(ground: Ground) -> None:
    ground.keep["room"].refresh()


def _room_moves(ground: Ground) -> None:
    _room(ground)
    _broken_disk(ground)


def _room_replaced(ground: Ground) -> None:
    """The file of an open room has been replaced, as when another console's sync failed."""
    _room_hears(ground)
    with explained(ground.path, "replace"):
        replace_file(ground.disk, ground.path, Path(ground.path).read_bytes())


def _room_waits(ground: Ground) -> None:
    """What was done on a full disk waits, and another process has written since."""
    _room(ground)
    planned, disk = ground.disk.plan, ground.disk
    disk.plan, disk.on = fails_from(0, errno.ENOSPC), True
    _room_logs(ground)
    disk.plan, disk.on, disk.index, disk.injected = planned, False, 0, 0
    disk.log.clear()
    with OpenTail(ground.path, ground.disk) as other:
        other.append([event(111)], at(10))
    ground.acks.tried.add(event_id(111))
    ground.acks.acked.append(event_id(111))


def _room_tries(ground: Ground) -> None:
    room: Room = ground.keep["room"]
    if room.retry():
        ground.acks.acked += ground.keep["waits"]
        ground.keep["waits"] = []
    elif not room.saved.why or room.saved.state != "unsaved":
        raise Bad(f"the room says {room.saved} after a retry that failed")


OPERATIONS = (
    Operation("create", nothing, _create, _create_again),
    Operation("append", some(2), _append, _append_again, _open_and_load),
    Operation("append, a fresh process", some(2), _append, _append_again),
    Operation("append to a long file", some(60, "word " * 60), _append, _append_again),
    Operation("refresh", some(2), _refresh, _refresh_again, _follow),
    Operation("load", some(3), _load, _load),
    Operation("adopt a file of stock TinyDB", stock_file, _append, _append_again),
    Operation("migrate an older format", format_0, _append, _append_again),
    Operation("mend a torn tail", torn, _append, _append_again),
    Operation("cut a hole", hole, _append, _append_again, _open_and_load),
    Operation("move to a fresh file", some(2), _append, _append_again, _broken_disk),
    Operation("list, catalogue missing", some(2), _list, _list),
    Operation("list, catalogue stale", some(2), _list, _list, _stale_catalogue),
    Operation("salvage", some(3), _salvage, _salvage_again),
    Operation("export", some(1), _export, _export_again, _old_report),
    Operation("save a draft", some(1), _draft, _draft_again, _old_draft),
    Operation("load a draft", some(1), _draft_load, _draft_again, _old_draft),
    Operation("room acts", some(2), _room_logs, _room_retries, _room),
    Operation("room acts on news", some(2), _room_logs, _room_retries, _room_hears),
    Operation("room acts, its file was replaced", some(2), _room_logs, _room_retries, _room_replaced),
    Operation("room moves to a fresh file", some(2), _room_logs, _room_retries, _room_moves),
    Operation("room retries", some(2), _room_tries, _room_retries, _room_waits),
    Operation("room hears", some(2), _room_refreshes, _room_retries, _room_hears),
)

Plans = Iterator[tuple[str, Callable[[int, str], int]]]


def _plans(index: int, call: str, thorough: bool) -> Plans:
    """The ways in which a call fails; a few of them, in turn, in the short form."""
    codes = CODES if thorough else (errno.EIO if "sync" in call else CODES[index % len(CODES)],)
    for code in codes:
        yield f"{NAMES[code]} once", fails_at(index, code)
    if call == "pwrite" or (call == "pread" and thorough):
        yield "short", fails_at(index, SHORT)
        yield "short, then ENOSPC", _short_then(index, errno.ENOSPC)
    if call in CHANGING:
        for code in (errno.ENOSPC, errno.EIO, errno.EROFS) if thorough else codes:
            yield f"{NAMES[code]} until mended", fails_from(index, code)


def _short_then(index: int, code: int) -> Callable[[int, str], int]:
    return lambda i, _call: SHORT if i == index else code if i == index + 1 else 0


def fail(operation: Operation, base: Path, thorough: bool) -> Tally:
    """Fails each call of an operation in turn."""
    tally = Tally(operation.name)
    template = base / "template"
    template.mkdir(parents=True)
    acked = operation.prepare(str(template))
    calls = _calls(operation, base, template, acked)
    for index, call in enumerate(calls):
        for name, plan in _plans(index, call, thorough):
            what = f"{operation.name}: call {index + 1} of {len(calls)}, {call}: {name}"
            _run(operation, base, template, acked, plan, what, tally)
    tally.figures["calls"] = len(calls)
    return tally.done()


def _ground(operation: Operation, base: Path, template: Path, acked: list[str]) -> Ground:
    folder = base / "disk"
    crash.empty(str(folder))
    shutil.copytree(template, folder, dirs_exist_ok=True)
    warroom.storage.file.origin._machine = ""
    return Ground(str(folder), Disk(str(folder)), Acks(list(acked), {*acked, *map(event_id, range(1, 9))}))


def _calls(operation: Operation, base: Path, template: Path, acked: list[str]) -> list[str]:
    ground = _ground(operation, base, template, acked)
    operation.ready(ground)
    ground.disk.on = True
    operation.act(ground)
    ground.disk.on = False
    _close(ground)
    return list(ground.disk.log)


def _run(
    operation: Operation,
    base: Path,
    template: Path,
    acked: list[str],
    plan: Callable[[int, str], int],
    what: str,
    tally: Tally,
) -> None:
    ground = _ground(operation, base, template, acked)
    disk = ground.disk
    tally.runs += 1
    try:
        disk.plan = plan
        operation.ready(ground)
        said = _said(operation.act, ground)
        _hold_locks_free(ground)
        _after_a_cut(ground, base, "after the failure")
        operation.again(ground)
        _after_a_cut(ground, base, "after the retry")
        if disk.again:
            raise Bad(f"synced again after a failed sync: {disk.again}")
        if "until mended" not in what and "unlink" not in what and (left := _leftovers(ground.folder)):
            raise Bad(f"left behind: {left}")
        crash.look(ground.path, ground.acks.acked, ground.acks.tried)
    except Bad as bad:
        tally.found(f"{what}: {bad}", lost=bad.lost, person=bad.person)
    except Exception as error:
        tally.found(f"{what}: {type(error).__name__}: {error}", person=1)
    else:
        tally.figures["errors said"] = tally.figures.get("errors said", 0) + bool(said)
    finally:
        disk.on = False
        _close(ground)
    tally.faults += disk.injected
    tally.acknowledged += len(ground.acks.acked)


def _said(act: Callable[[Ground], None], ground: Ground) -> str:
    """What an operation said of its failure, "" when it worked all the same. Raises `Bad` for anything but one line."""
    ground.disk.on = True
    try:
        act(ground)
    except StorageError as error:
        if not str(error).isprintable() or len(str(error)) < 10:
            raise Bad(f"not one line of words: {error!r}") from None
        return str(error)
    except OSError as error:
        raise Bad(f"a bare {type(error).__name__}: {error}") from None
    finally:
        ground.disk.on = False
    return ""


def _after_a_cut(ground: Ground, base: Path, when: str) -> None:
    """The power goes as well: what was acknowledged is there in whatever is left."""
    if not ground.acks.acked:
        return
    scratch = str(base / "state")
    for files in crash.states(ground.disk, 5, random.Random(4)):
        crash.lay_out(scratch, files)
        try:
            crash.look(crash.incident(scratch), ground.acks.acked, ground.acks.tried)
        except Bad as bad:
            raise Bad(f"{when} and a power cut: {bad}", bad.lost, bad.person) from None


def _hold_locks_free(ground: Ground) -> None:
    """Another process could write now."""
    for name in (ground.path, f"{ground.path}.lock"):
        if os.path.exists(name):
            fd = os.open(name, os.O_RDWR)
            try:
                if not OS.try_lock(fd):
                    raise Bad(f"{os.path.basename(name)} stays locked")
            finally:
                os.close(fd)


def _leftovers(folder: str) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(".tmp")]


def _close(ground: Ground) -> None:
    if log := ground.keep.get("log"):
        log.close()
