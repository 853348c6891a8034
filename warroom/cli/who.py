"""Who types, and in which zone: what the shell asks of its surroundings. Light: `warroom log` imports it."""

from __future__ import annotations

import os

from warroom.core.text import clean_name


def person(told: str = "") -> str:
    """Who acts: as told, else `$WARROOM_USER`, else the login name; behind sudo, whoever called it."""
    return (
        clean_name(told)
        or clean_name(os.environ.get("WARROOM_USER", ""))
        or clean_name(_login())
        or "unknown"
    )


def _login() -> str:
    if os.environ.get("SUDO_USER"):
        return os.environ["SUDO_USER"]
    uid = os.getuid()
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return os.environ.get("LOGNAME") or os.environ.get("USER") or f"uid{uid}"


def zone_name() -> str:
    """The system's zone by its IANA name: `$TZ`, else where /etc/localtime points. A zone without a name that is known (a rule
    in `$TZ`, a copied /etc/localtime) is what its clock shows now: an offset like `+07:00`.
    """
    from warroom.core.clock import BadTime, zone

    told = os.environ.get("TZ", "").removeprefix(":")
    name = (told.partition("/zoneinfo/")[2] or told) if told else _localtime()
    if name:
        try:
            zone(name)
            return name
        except BadTime:
            pass  # A POSIX rule such as `WIB-7`, or a name that this system's data lacks.
    from datetime import UTC, datetime

    from warroom.core.clock import offset_text

    now = datetime.now(UTC).astimezone()
    assert now.tzinfo
    return offset_text(now, now.tzinfo)


def _localtime() -> str:
    try:
        name = os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
    except OSError:
        return ""
    return name.removeprefix("posix/").replace("Etc/UTC", "UTC")
