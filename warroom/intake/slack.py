"""A day of a channel as a Slack export has it: a list of messages, times in seconds since 1970, addresses in angle brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, Final

from warroom.core.clock import iso
from warroom.intake.rows import Raw

NAME: Final = "slack"
_TS: Final = re.compile(r"\d{10}\.\d{1,6}", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SILENT: Final = (
    "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "group_join",
    "group_leave", "bot_add", "bot_remove", "tombstone", "pinned_item",
)  # fmt: skip
"""What the channel says of itself: people come and go, the topic changes, a message is gone."""
_LINK: Final = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")


def rows(listed: Sequence[tuple[str, Any]]) -> list[Raw] | None:
    """The rows of some messages, each with its place; None where it is something else."""
    if not listed or not all(_fits(one) for _, one in listed):
        return None
    names = {one["user"]: name for _, one in listed if "user" in one and (name := _name(one))}
    return [
        Raw(where, {"at": _at(one["ts"]), "kind": "note", "by": _by(one, names), "text": said})
        for where, one in listed
        if one.get("subtype") not in _SILENT and not one.get("hidden") and (said := _said(one, names))
    ]


def _fits(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("ts"), str) and _TS.fullmatch(one["ts"]) is not None


def _at(ts: str) -> str:
    seconds, _, micro = ts.partition(".")
    return iso(_EPOCH + timedelta(seconds=int(seconds), microseconds=int(micro.ljust(6, "0"))))


def _name(one: dict[str, Any]) -> str:
    profile = one.get("user_profile")
    if not isinstance(profile, dict):
        return ""
    return str(profile.get("display_name") or profile.get("real_name") or profile.get("name") or "")


def _by(one: dict[str, Any], names: dict[Any, str]) -> str:
    return names.get(one.get("user")) or str(
        one.get("username") or one.get("user") or one.get("bot_id") or NAME
    )


def _said(one: dict[str, Any], names: dict[Any, str]) -> str:
    """The text; a bot's stands in its attachments, and of a file there is its name."""
    parts = [str(one.get("text") or "")]
    if not parts[0]:
        for more in (m for m in one.get("attachments") or () if isinstance(m, dict)):
            parts.extend(str(more[k]) for k in ("pretext", "title", "text") if more.get(k))
            if len(parts) == 1:
                parts.append(str(more.get("fallback") or ""))
    parts += [
        f"(file: {f.get('name')})" for f in one.get("files") or () if isinstance(f, dict) and f.get("name")
    ]
    return unescape(_LINK.sub(lambda m: _plain(m, names), "\n".join(p for p in parts if p)))


def _plain(match: re.Match[str], names: dict[Any, str]) -> str:
    """`<@U1>`, `<#C1|ops>`, `<!here>` and `<https://x|y>` as people saw them."""
    sign, target, label = match[1], match[2], match[3] or ""
    if sign == "@":
        return f"@{label or names.get(target, target)}"
    if sign == "#":
        return f"#{label or target}"
    if sign == "!":
        return label or f"@{target}"
    return f"{label} ({target})" if label and label != target and label not in target else target
