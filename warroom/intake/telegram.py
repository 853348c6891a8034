"""A chat as Telegram's desktop program exports it (`result.json`): one chat, or several under `chats`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from warroom.core.clock import iso
from warroom.core.language import say
from warroom.intake.rows import Raw

NAME: Final = "telegram"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def rows(listed: Sequence[tuple[str, Any]]) -> list[Raw] | None:
    """The rows of an export; None where it is something else."""
    if len(listed) != 1 or not isinstance(listed[0][1], dict):
        return None
    chats = list(_chats(listed[0][1]))
    if not chats or not all(isinstance(one, dict) and "type" in one for chat in chats for one in chat):
        return None
    found = []
    for chat in chats:
        for number, one in enumerate(chat, 1):
            said = _said(one)
            if one["type"] == "message" and said:
                cells = {"at": _at(one), "kind": "note", "by": str(one.get("from") or NAME), "text": said}
                found.append(Raw(say("message {number}", number=number), cells))
    return found


def _chats(whole: dict[str, Any]) -> Iterator[list[Any]]:
    if isinstance(whole.get("messages"), list):
        yield whole["messages"]
    several = whole.get("chats")
    for chat in several.get("list") or () if isinstance(several, dict) else ():
        if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
            yield chat["messages"]


def _at(one: dict[str, Any]) -> str:
    """With its zone where the export has it; an old one has a clock without a zone only."""
    told = str(one.get("date_unixtime") or "")
    if told.isascii() and told.isdigit() and len(told) < 12:
        return iso(_EPOCH + timedelta(seconds=int(told)))
    return str(one.get("date") or "?")


def _said(one: dict[str, Any]) -> str:
    """The text, which is one piece or several; of a picture or a file there is its name."""
    text = one.get("text")
    pieces = text if isinstance(text, list) else [text or ""]
    said = "".join(str(p.get("text") or "") if isinstance(p, dict) else str(p) for p in pieces)
    held = next((f"({name}: {one[name]})" for name in ("file_name", "photo", "file") if one.get(name)), "")
    return " ".join(part for part in (said, held) if part)
