"""Which origin in a file is ours: remembered beside it in `x.json.origin`.

An origin is a random name for "this host, this very file". A copy, a restored backup or another machine must
go on under a new one, or the same (origin, n) would come to mean two events. So the note also holds the
inode, the machine and the last n that was given; it is a memory aid, not a record, and losing it costs
nothing but a new origin. Whatever file stands there now, what the note says was written is remembered: where the file
holds less, the line stays in the note behind that of the new origin.
"""

from __future__ import annotations

import os

from warroom.core.language import say
from warroom.storage.errors import reason_of, shown
from warroom.storage.file.layout import scan
from warroom.storage.file.recent import WINDOW, lines_before
from warroom.storage.file.stamp import Place, bound_to, place_behind, place_of
from warroom.storage.oslayer import READ
from warroom.storage.rights import remake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.storage.file.handle import Handle
    from warroom.storage.oslayer import OsLayer

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_BYTES = 128
_MOST = 64 * 1024
_machine = ""


def new_origin() -> str:
    """Eight random letters and digits (lower-case base32)."""
    return "".join(_LETTERS[b & 31] for b in os.urandom(8))


class Origin:
    """Our origin in one file. `place`: how far it has come; without a name when that is unknown.

    Used under the file's lock only, but for `follow`. Sentences for the person are returned, "" when there
    are none.
    """

    def __init__(self, path: str, osl: OsLayer) -> None:
        self._path, self._os = path, osl
        self._note_path, self._note = f"{path}.origin", -1
        self._bound = ""
        self.forget()

    def close(self) -> None:
        note, self._note = self._note, -1
        if note >= 0:
            self._os.close(note)

    def forget(self) -> None:
        """The file is another one now."""
        self.place = Place()
        self._anew = self._first = False

    def remembered(self, file: Handle) -> tuple[str, int]:
        """Our origin in this file and how many events it has written; ("", 0) when we have not written to it."""
        return self._read(file.place)

    def find(self, file: Handle, end: int) -> str:
        """Makes `place` known: the note says who we are, the file (up to offset `end`) how far we are."""
        if self.place.origin:
            return ""
        self._bound = bound_to(str(file.header.get("id", "")))
        name, remembered = self.remembered(file)
        if not name:
            self.begin()
            if end == file.body:
                return ""
            return say(
                "{path}: this copy of the file is new to this host; it goes on under a new origin",
                path=shown(self._path),
            )
        raw = _last_of(name, file, end)
        n = place_of(raw)[1] if raw else 0
        if n >= max(remembered, 1):
            self.place = place_behind(raw)
            return ""
        return self._start_anew(
            say(
                "it holds {n} whole events of this host where {remembered} were written: it was altered, "
                "copied or restored",
                n=n,
                remembered=remembered,
            )
        )

    def begin(self, name: str = "") -> None:
        """A new origin from here on, in a new file when it is named."""
        self.place, self._anew = Place(name or new_origin(), kept=self._bound), True
        self._first = bool(name)

    def told(self) -> list[tuple[str, int]]:
        """Which origins wrote here and how far each had come, by the note: also of a file that stood here before."""
        try:
            fd = self._os.open(self._note_path, READ)
            try:
                lines = self._os.pread(fd, _MOST, 0).decode("ascii").splitlines()
            finally:
                self._os.close(fd)
        except (OSError, ValueError):
            return []
        words = [line.split() for line in lines]
        return [(w[0], int(w[1])) for w in words if len(w) == 3 and len(w[0]) == 8 and _is_count(w[1])]

    def is_short(self, file: Handle, end: int) -> bool:
        """Whether the note says that more was written than is whole in the file up to offset `end`."""
        return any(_reached(name, file, end) < n for name, n in self.told())

    def was_told(self, raw: bytes) -> bool:
        """Whether the note says that this very event was written."""
        name, number = place_of(raw)
        return any(name == origin and number <= n for origin, n in self.told())

    def follow(self, lines: list[bytes]) -> str:
        """Another process of this host may have gone on with our origin in these new lines."""
        name = self.place.origin
        if not name:
            return ""
        sign = b'"origin":"%s"' % name.encode()
        for raw in lines:
            if sign not in raw or (place := place_of(raw))[0] != name:
                continue
            if place[1] != self.place.n + 1:
                return self._start_anew(
                    say(
                        "event {place} of this host stands in the file twice or out of order: it was copied or restored",
                        place=place[1],
                    )
                )
            self.place = place_behind(raw)
        return ""

    def moved_on(self, place: Place, file: Handle) -> str:
        """Our last event is there now; remembered beside the file."""
        self.place = place
        return self._write(place.origin, place.n, file)

    def _start_anew(self, why: str) -> str:
        self.begin()
        return say("{path}: {why}; this host goes on under a new origin", path=shown(self._path), why=why)

    def _read(self, here: os.stat_result) -> tuple[str, int]:
        """Our origin and the last n, or ("", 0) when the note is missing or is about another file."""
        try:
            fd = self._os.open(self._note_path, READ)
            try:
                words = self._os.pread(fd, _BYTES, 0).decode("ascii").partition("\n")[0].split()
            finally:
                self._os.close(fd)
        except (OSError, ValueError):
            return "", 0
        if len(words) == 3 and len(words[0]) == 8 and _is_count(words[1]) and words[2] == self._place(here):
            return words[0], int(words[1])
        return "", 0

    def _write(self, origin: str, n: int, file: Handle) -> str:
        """Remembers. A sentence when that fails: it must not undo a durable write."""
        try:
            text = f"{origin} {n} {self._place(file.place)}".encode().ljust(_BYTES - 1) + b"\n"
            if self._note < 0:
                self._note = remake(self._os, self._note_path)
            if self._anew:
                self._keep_what_is_short(file, text)
            else:
                self._os.write_all(self._note, text, 0)
        except OSError as error:
            where = shown(self._note_path)
            return say(
                "{where}: cannot remember our origin: {reason}; the next start takes a new one",
                where=where,
                reason=reason_of(error),
            )
        return ""

    def _keep_what_is_short(self, file: Handle, text: bytes) -> None:
        """The note of a new origin: behind it stays what was written once and is not in the file."""
        end = self._os.fstat(file.fd).st_size
        told = [] if self._first else self.told()
        short = [(name, n) for name, n in told if _reached(name, file, end) < n]
        rest = b"".join(f"{name} {n} lost\n".encode() for name, n in short)
        self._os.write_all(self._note, text + rest, 0)
        self._os.ftruncate(self._note, len(text) + len(rest))
        self._anew = False

    def settle(self, file: Handle, back: Sequence[str]) -> None:
        """What was missing is in the file again, an event of each of these origins: the note forgets that it was. Under the lock.

        Raises `OSError`.
        """
        end = self._os.fstat(file.fd).st_size
        lost = self.told()[1:]
        short = [(name, n) for name, n in lost if _reached(name, file, end) + back.count(name) < n]
        if self._note < 0 or len(short) == len(lost):
            return
        rest = b"".join(f"{name} {n} lost\n".encode() for name, n in short)
        self._os.write_all(self._note, rest, _BYTES)
        self._os.ftruncate(self._note, _BYTES + len(rest))

    def _place(self, here: os.stat_result) -> str:
        return f"{here.st_dev}-{here.st_ino}-{machine(self._os)}"


def machine(osl: OsLayer) -> str:
    """A name for this machine: its machine id, or else its host name."""
    global _machine
    if not _machine:
        try:
            fd = osl.open("/etc/machine-id", READ)
            try:
                _machine = osl.pread(fd, 64, 0).decode("ascii", errors="replace").strip()
            finally:
                osl.close(fd)
        except OSError:
            pass
        _machine = "".join((_machine or os.uname().nodename).split()) or "unknown"
    return _machine


def _is_count(word: str) -> bool:
    return word.isdigit() and len(word) < 16


def _reached(name: str, file: Handle, end: int) -> int:
    raw = _last_of(name, file, end)
    return place_of(raw)[1] if raw else 0


def _last_of(name: str, file: Handle, end: int) -> bytes:
    """The last whole line of an origin, looking back from `end`; b"" when there is none."""
    sign = b'"origin":"%s","n":' % name.encode()
    window = WINDOW
    while end > file.body:
        start, chunk = lines_before(file, end, window)
        if sign in chunk:
            for raw in reversed(scan(chunk, start).lines):
                if sign in raw and place_of(raw)[0] == name:
                    return raw
        end, window = start, window * 4
    return b""
