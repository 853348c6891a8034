"""The only gate for human text: what comes in is cleaned here, and what goes to a terminal passes here again.

Knows nothing of events, files or screens. Plain ASCII, nearly all there is, stays on the fast path; the rest
is `scrub`'s work, which is imported when first needed because a `warroom log` process cannot wait for it.
"""

from __future__ import annotations

MAX_TEXT_BYTES = 32 * 1024
_REACH = 1024
MAX_NAME_CHARS = 64

_NEWLINE_SIGN = " ⏎ "


def clean(text: str, *, multiline: bool = False) -> str:
    """Text that is safe to store and to show: no control characters, no terminal sequences, no hidden
    direction changes, NFC, no outer white space. Newlines stay when `multiline`, else they become ` ⏎ `.

    Never raises; cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    from warroom.core import scrub

    return _fold_lines(scrub.scrub(text).strip(), multiline)


def for_terminal(text: str, *, multiline: bool = False) -> str:
    """The exit gate, for any string on its way to a terminal, also from a file that we did not write.

    What `clean` let through (with the same `multiline`) is returned as it is; outer white space stays.
    """
    if text.isascii() and text.isprintable():
        return text
    from warroom.core import scrub

    return _fold_lines(scrub.scrub(text), multiline)


def clean_name(text: str) -> str:
    """The name of a person, a system or a file, on one line: white space collapsed, at most 64 characters,
    never a leading `-` that a command would take for an option. May be empty. No gate for paths: `/` stays.
    """
    name = " ".join(clean(text, multiline=True).split()).lstrip("- ")
    # The cut can leave half of an emoji sequence: hence the second pass.
    return clean(name[:MAX_NAME_CHARS]) if len(name) > MAX_NAME_CHARS else name


def pieces(text: str, *, max_bytes: int = MAX_TEXT_BYTES) -> list[str]:
    """The text in parts of at most `max_bytes` as `limit` counts them, so that nothing of a long line is lost."""
    if _stored_bytes(text) <= max_bytes or len(text) < 2:
        return [text]
    half = seam(text, len(text) // 2)
    return pieces(text[:half], max_bytes=max_bytes) + pieces(text[half:], max_bytes=max_bytes)


def seam(text: str, wanted: int) -> int:
    """Where to cut a text, at `wanted` or before, so that no white space is at an edge, where it would be lost.

    Between 1 and `wanted`; not further back than `_REACH` characters, where there is no such place.
    """
    for fits in (str.isalnum, _is_shown):
        for at in range(wanted, max(wanted - _REACH, 0), -1):
            if fits(text[at - 1]) and (at == len(text) or fits(text[at])):
                return at
    return max(wanted, 1)


def _is_shown(char: str) -> bool:
    return not char.isspace()


def limit(text: str, *, max_bytes: int = MAX_TEXT_BYTES) -> str:
    """The text, cut to `max_bytes` with a mark that says how much was cut.

    Bytes are counted as the incident file stores them (UTF-8; a quote, a backslash and a newline take two),
    so that one text of this size always fits a 64 KiB event line.
    """
    total = _stored_bytes(text)
    if total <= max_bytes:
        return text
    # The mark is made for the worst case first: its own length depends on the number that it shows.
    room = max_bytes - len(_cut_mark(total, total).encode())
    kept = text.encode("utf-8", "replace")[: max(room, 0)].decode("utf-8", "ignore")
    while (size := _stored_bytes(kept)) > max(room, 0):
        kept = kept[: -max(1, (size - room) // 4)]
    return kept.rstrip() + _cut_mark(total - size, total)


def todo(text: str) -> str | None:
    """What is to do, when a text begins with `TODO` (or `todo:`, in any case) and says it; else None."""
    head, rest = text.lstrip()[:4], text.lstrip()[4:]
    if head.upper() != "TODO" or not (rest[:1] == ":" or (head == "TODO" and rest[:1].isspace())):
        return None
    return rest.lstrip(": \t\n") or None


_ACCENTS = "[\u0300-\u034e\u0350-\u036f]+"
_UNMARKED = "[\x00-\u02ff\u2000-\u20cf\u2100-\u2bff]*"


def folded(text: str) -> str:
    """The text as one looks for it: without regard to capitals and accents (“Café” is found by “cafe”)."""
    if text.isascii():
        return text.lower()
    import re
    import unicodedata

    # The accents of Latin letters; then, in nearly all texts, no marks are left that would be looked for one by one.
    apart = re.sub(_ACCENTS, "", unicodedata.normalize("NFKD", text.casefold()))
    if re.fullmatch(_UNMARKED, apart):
        return apart.casefold()
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def quoted(text: str) -> str:
    """What a person typed, in quotes, safe and short enough to stand in a one-line message."""
    shown = clean(text)
    return f'"{shown[:40]}…"' if len(shown) > 40 else f'"{shown}"'


def _fold_lines(text: str, multiline: bool) -> str:
    if multiline or "\n" not in text:
        return text
    return _NEWLINE_SIGN.join(part for line in text.split("\n") if (part := line.strip()))


def _stored_bytes(text: str) -> int:
    extra = text.count('"') + text.count("\\") + text.count("\n")
    return len(text.encode("utf-8", "replace")) + extra


def _cut_mark(cut: int, total: int) -> str:
    return f" … [cut: {cut:,} of {total:,} bytes]"
