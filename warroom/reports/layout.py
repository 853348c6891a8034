"""Which sections a team's post-mortem has, in which order and under which titles: TOML text in, a checked `Layout` out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

from warroom.core.language import say
from warroom.core.playbook import Texts, in_language
from warroom.core.text import clean
from warroom.core.vocabulary import SECTIONS, Role
from warroom.reports.sections import BUILDERS
from warroom.templates import LAYOUT, shipped

_KEYS: Final = tuple(builder.key for builder in BUILDERS)


class BadLayout(ValueError):
    """A layout that can't be used. The message is one line: which file, which key, what is wrong."""


_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}\Z")]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class Own(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section of the team's own, which people write: `who` could know what belongs there."""

    title: dict[Language, Title]
    who: Role | None = None


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sections: Annotated[list[str], msgspec.Meta(min_length=1, max_length=99)]
    title: dict[str, dict[Language, Title]] = {}
    own: dict[str, Own] = {}


class Layout(msgspec.Struct, frozen=True):
    order: tuple[str, ...] = _KEYS
    """Keys of `BUILDERS` and of `own`."""
    titles: Mapping[str, Texts] = {}
    own: Mapping[str, Own] = {}

    def title(self, key: str, language: str, ours: str) -> str:
        """How the section is called: as the team says, else as we do."""
        own = self.own.get(key)
        return in_language(own.title, language) if own else self.titles.get(key, {}).get(language) or ours


STANDARD: Final = Layout()


def standard_text() -> str:
    """The file of the standard layout, for a team to change: every section there is, with its title."""
    quoted = [(f'"{builder.key}",', builder.title) for builder in BUILDERS]
    wide = max(len(key) for key, _ in quoted)
    listed = "\n".join(f"    {key:<{wide}} # {title}" for key, title in quoted)
    return shipped(LAYOUT).replace("# THE SECTIONS", listed)


def parse(file: str, text: str) -> Layout:
    """The layout that is written in a file of that name.

    Raises:
        BadLayout: it can't be used.
    """
    # Most reports are made without a layout of their own, and do not wait for what reads one.
    import tomllib

    from warroom.core.playbookwrong import misfit

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadLayout(clean(say("{file}: this is not TOML: {why}", file=file, why=error))) from None
    try:
        found = msgspec.convert(table, _File)
    except msgspec.ValidationError as error:
        raise BadLayout(clean(misfit(file, text, table, error, _File))) from None
    for wrong in (_taken(found), _twice(found), _unknown(found), _nowhere(found)):
        if wrong:
            raise BadLayout(clean(f"{file}: {wrong}"))
    own = {
        key: Own(title={code: clean(words) for code, words in one.title.items()}, who=one.who)
        for key, one in found.own.items()
    }
    titles = {
        key: {code: clean(words) for code, words in texts.items()} for key, texts in found.title.items()
    }
    return Layout(tuple(found.sections), titles, own)


def _taken(found: _File) -> str:
    """A key of the team's own that means something already."""
    for key, one in found.own.items():
        if key in _KEYS or key in SECTIONS:
            return say("own.{key}: warroom has that part already; choose another key", key=key)
        if not _KEY.fullmatch(key):
            return say("own.{key}: a key has small letters, digits and _, such as data_protection", key=key)
        if not one.title:
            return say("own.{key}: title: say how it is called, such as title.en", key=key)
    return ""


def _twice(found: _File) -> str:
    key, times = Counter(found.sections).most_common(1)[0]
    return say("sections: {key} is there {times} times", key=key, times=times) if times > 1 else ""


def _unknown(found: _File) -> str:
    there = {*_KEYS, *found.own}
    for key in found.sections:
        if key not in there:
            known = ", ".join(sorted(there))
            return say("sections: there is no {key}; there are {known}", key=f"`{key}`", known=known)
    for key in found.title:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            return say("title.{key}: there is no such section; there are {known}", key=key, known=known)
    return ""


def _nowhere(found: _File) -> str:
    for key in found.own:
        if key not in found.sections:
            return say("own.{key}: it stands nowhere; add it to `sections`", key=key)
    return ""
