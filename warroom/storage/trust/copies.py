"""Where a text that was taken out of an incident still stands: copies of ours are cleaned, all others are named.

Ours are the torn tails, the temporary files that a crash leaves beside an incident, and half-typed lines. Exports
are remembered in `x.json.exports` when they are made, so that they can be named. Knows no events.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress

from warroom.core.language import say
from warroom.storage.errors import shown
from warroom.storage.file.rewrite import replace_file
from warroom.storage.oslayer import OS, READ
from warroom.storage.paths import state_folder
from warroom.storage.rights import open_or_make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from warroom.storage.oslayer import OsLayer

_MOST = 64 * 1024 * 1024
_RUN = 12
"""So many equal characters in a torn line make it a copy."""
_NOT_WORDS = re.compile(r"[\W_]+")
_TOKEN = re.compile(r"(?=\S*\d)(?=\S*[^\W\d])[^\s/]{16,}")
"""What may be a key or a password by itself."""
_WITH_TEXT = re.compile(rb'.{0,12}\{"id":"([0-9A-Za-z-]{8,64})".*"text":"')
"""An event that can be redacted too: it has words of its own."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrtbf]")


def remember_export(path: str, out: str, os_layer: OsLayer = OS) -> None:
    """Notes beside an incident file that `out` was made of it. Best effort: it must not undo an export."""
    with suppress(OSError):
        note = f"{path}.exports"
        known = _lines(note, os_layer)
        line = json.dumps(os.path.abspath(out)).encode()
        if line in known:
            return
        fd = open_or_make(os_layer, note)
        try:
            os_layer.write_all(fd, line + b"\n", os_layer.fstat(fd).st_size)
        finally:
            os_layer.close(fd)


def exports_of(path: str, os_layer: OsLayer = OS) -> list[str]:
    """Where exports of an incident were written, as far as it was remembered."""
    found = []
    for line in _lines(f"{path}.exports", os_layer):
        with suppress(ValueError):
            name = json.loads(line)
            if isinstance(name, str):
                found.append(name)
    return found


def left_beside(path: str, os_layer: OsLayer = OS) -> list[str]:
    """Temporary files of killed writers beside an incident: whole copies of what it held then."""
    folder, name = os.path.split(os.path.abspath(path))
    try:
        entries = os_layer.scandir(folder)
    except OSError:
        return []
    return sorted(e.path for e in entries if e.name.startswith(f".{name}.") and e.name.endswith(".tmp"))


def exports_before(path: str, moment: float, os_layer: OsLayer = OS) -> list[str]:
    """Exports of an incident that are as they were before that moment (seconds since 1970)."""
    found = []
    for name in exports_of(path, os_layer):
        with suppress(OSError):
            if os_layer.stat(name).st_mtime < moment:
                found.append(name)
    return found


def clean_copies(path: str, ids: Iterable[str], texts: Sequence[str], os_layer: OsLayer = OS) -> None:
    """Takes a text out of the files that a crash left beside an incident. Under its lock. Raises `OSError`."""
    # Nobody else can be rewriting the file now: such a name is what a crash left.
    for left in left_beside(path, os_layer):
        os_layer.unlink(left)
    torn = f"{path}.torn"
    lines = _lines(torn, os_layer)
    runs = [run for text in texts for run in _runs(text)]
    _forget_drafts(os.path.join(state_folder(), "drafts"), runs, os_layer)
    signs = [i.encode() for i in ids] + runs
    _forget_unsaved(os.path.join(state_folder(), "unsaved"), signs, os_layer)
    kept = [b"[redacted]" if any(sign in line for sign in signs) else line for line in lines]
    if kept != lines:
        replace_file(os_layer, torn, b"".join(line + b"\n" for line in kept))


def _forget_drafts(folder: str, runs: Sequence[bytes], osl: OsLayer) -> None:
    """A half-typed line of ours with the text in it is forgotten whole, for whichever incident it was."""
    for name in _files_under(folder, osl):
        if any(run in _content(name, osl) for run in runs):
            osl.unlink(name)


def _forget_unsaved(folder: str, signs: Sequence[bytes], osl: OsLayer) -> None:
    """Of the facts that wait on this machine to be written, those with the text in them are forgotten; the others wait on."""
    for name in _files_under(folder, osl):
        lines = _lines(name, osl)
        kept = [line for line in lines if not any(sign in line for sign in signs)]
        if kept != lines:
            replace_file(osl, name, b"".join(line + b"\n" for line in kept))


def copies_of(path: str, texts: Sequence[str], os_layer: OsLayer = OS) -> list[str]:
    """Files that still hold one of the texts: in the incident's folder, and exports that were made of it.

    Letters and digits are compared, in any layout: an export wraps and escapes. Those that cannot be searched (PDF) are
    named too, with a question mark.
    """
    wanted = [sign for text in texts for sign in _signs(text)]
    found: list[str] = []
    if not wanted:
        return found
    exports = exports_of(path, os_layer)
    for name in dict.fromkeys((*_files_under(os.path.dirname(path) or ".", os_layer), *exports)):
        data = _content(name, os_layer)
        if data.startswith(b"%PDF") and name in exports:
            found.append(say("{name} (a PDF, not searched)", name=shown(name)))
        elif any(sign in _only_words(data) for sign in wanted):
            found.append(_place(name, path, data, wanted))
    return found


def _place(name: str, path: str, data: bytes, wanted: list[str]) -> str:
    if name != path:
        return shown(name)
    found = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if any(sign in _only_words(line) for sign in wanted):
            event = _WITH_TEXT.match(line)
            found.append(f"{number}: `warroom redact {event[1].decode()}`" if event else str(number))
    return say(
        "{name} (line {found}, in another event)",
        name=shown(name),
        found=", ".join(found) or say("unknown"),
    )


def _signs(text: str) -> Iterator[str]:
    whole = _only_words(text.encode())
    if len(whole) >= 6:
        yield whole
    for token in _TOKEN.findall(text):
        bare = _only_words(token.encode())
        if bare != whole and len(bare) >= _RUN:
            yield bare


def _only_words(data: bytes) -> str:
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else " ", data.decode(errors="replace"))
    from html import unescape

    return _NOT_WORDS.sub("", unescape(text)).casefold()


def _runs(text: str) -> Iterator[bytes]:
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    for i in range(max(1, len(inside) - _RUN + 1)):
        yield inside[i : i + _RUN].encode(errors="replace")


def _files_under(folder: str, osl: OsLayer) -> Iterator[str]:
    """Every file in a folder and those inside it; symbolic links are not followed."""
    try:
        entries = sorted(osl.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_under(entry.path, osl)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path


def _content(name: str, osl: OsLayer) -> bytes:
    """What is in a file, b"" when it cannot be read or is no plain file."""
    try:
        fd = osl.open(name, READ)
        try:
            return osl.read_span(fd, 0, min(_MOST, osl.fstat(fd).st_size))
        finally:
            osl.close(fd)
    except OSError:
        return b""


def _lines(name: str, osl: OsLayer) -> list[bytes]:
    return _content(name, osl).splitlines()
