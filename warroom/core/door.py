"""By which door something came into the log, as it stands in the envelope. Light: `warroom log` imports it."""

from __future__ import annotations


def door(name: str, host: str) -> str:
    """`shell@web-1`: the door, and what the machine calls itself up to the first dot."""
    told = "".join(c for c in host.partition(".")[0] if c.isalnum() or c in "-_")[:40]
    return f"{name}@{told}" if told else name


def words(via: str) -> tuple[str, str]:
    """The door and the host of what stands in an envelope, which may be anybody's."""
    from warroom.core.text import clean_name

    name, _, host = clean_name(via).partition("@")
    return name, host
