"""The channels by which audiences are told, and the trackers that hold tickets: TOML text in, checked settings out.

An address of a channel and the token of a tracker are secrets: they stand in the file or in an environment variable that the file
names, and are shown nowhere. Knows no file and no environment.
"""

from __future__ import annotations

import tomllib
from typing import Annotated, Literal, TypeVar

import msgspec

from warroom.core.language import say
from warroom.core.text import clean

Kind = TypeVar("Kind")
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}\Z")]
SeverityKey = Literal["1", "2", "3", "4"]
TrackerKind = Literal["github", "gitlab", "jira"]


class BadSettings(ValueError):
    """The settings cannot be used. The message is one line: which key, what is wrong; never what is secret in it."""


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file: a key that we do not know is a slip of the pen, and said so."""


class Channel(_Table, frozen=True, kw_only=True):
    """One way to reach people: an address that Apprise understands."""

    url: str = ""
    env: str = ""
    """The environment variable that holds the address, where the file does not."""
    limit: Annotated[int, msgspec.Meta(ge=40, le=1_000_000)] | None = None
    """The most characters of one message; None: what the service takes."""
    long: Literal["short", "split"] = "short"
    """What becomes of a message that is longer: its short form, or several messages."""

    @property
    def secret(self) -> str:
        return self.url

    def __repr__(self) -> str:
        return "Channel(…)"


class Tracker(_Table, frozen=True, kw_only=True):
    """Where tickets are made."""

    kind: TrackerKind
    project: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """`owner/repository`, the path or number of a GitLab project, the key of a Jira project."""
    url: str = ""
    """Its address; "" for the public one."""
    token: str = ""
    env: str = ""
    """The environment variable that holds the token, where the file does not."""
    user: str = ""
    """Jira's cloud wants the address of the person beside the token."""
    type: str = "Task"
    """Jira's sort of issue."""
    labels: tuple[str, ...] = ()
    priorities: dict[SeverityKey, str] = {}
    """What each severity is called there: a priority in Jira, a label in the others."""

    @property
    def secret(self) -> str:
        return self.token

    def __repr__(self) -> str:
        return f"Tracker({self.kind}, {self.project}, …)"


class Audience(_Table, frozen=True, kw_only=True):
    channels: tuple[Code, ...] = ()
    language: Literal["en", "id", ""] = ""
    """In which language their drafts are; "" for that of the person who writes."""


class Settings(_Table, frozen=True, kw_only=True):
    audience: dict[Code, Audience] = {}
    channel: dict[Code, Channel] = {}
    tracker: dict[Code, Tracker] = {}

    def channels_of(self, audience: str) -> tuple[str, ...]:
        """The names of the channels of an audience."""
        found = self.audience.get(audience)
        return found.channels if found else ()

    def language_of(self, audience: str) -> str:
        found = self.audience.get(audience)
        return found.language if found else ""

    @property
    def has_secrets(self) -> bool:
        return any(c.secret for c in self.channel.values()) or any(t.secret for t in self.tracker.values())


def parse(text: str) -> Settings:
    """The settings in this text.

    Raises:
        BadSettings: they can't be read; nothing of them is quoted.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSettings(clean(say("not TOML: {where}", where=_position(str(error))))) from None
    try:
        found = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise BadSettings(clean(str(error))) from None
    _check_channels(found)
    for name, tracker in found.tracker.items():
        _check_tracker(name, tracker)
    return found


def _check_channels(found: Settings) -> None:
    for name, audience in found.audience.items():
        for wanted in audience.channels:
            if wanted not in found.channel:
                raise BadSettings(
                    say("audience.{name}.channels: there is no [channel.{wanted}]", name=name, wanted=wanted)
                )
    for name, channel in found.channel.items():
        if bool(channel.url) == bool(channel.env):
            raise BadSettings(
                say(
                    "channel.{name}: give `url`, or with `env` the variable that holds it; one of the two",
                    name=name,
                )
            )


def _check_tracker(name: str, tracker: Tracker) -> None:
    if bool(tracker.token) == bool(tracker.env):
        raise BadSettings(
            say(
                "tracker.{name}: give `token`, or with `env` the variable that holds it; one of the two",
                name=name,
            )
        )
    if tracker.kind == "jira" and not tracker.url:
        raise BadSettings(say("tracker.{name}: give `url`, the address of your Jira", name=name))
    if tracker.url and not tracker.url.startswith(("https://", "http://")):
        raise BadSettings(say("tracker.{name}: url begins with https://", name=name))


def _position(message: str) -> str:
    """An error of the parser without the words of the file that some versions of it quote."""
    where = message.rpartition("(")[2].rstrip(")")
    return where if where.startswith(("at line", "at end")) else say("it can't be read")


def sort_of(address: str) -> str:
    """What may be shown of an address: the sort of service. All the rest may be a secret, even what looks like a host."""
    sort = address.partition("://")[0].lower()
    return sort if sort.isascii() and sort.replace("+", "").isalnum() and len(sort) <= 20 else "?"
