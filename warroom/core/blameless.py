"""Whether a text looks for somebody rather than for what happened: advice with a better question, never a refusal.

Rules are data (`templates/blameless.toml`, and a team's own). Their phrases are no regular expressions: what they compile to
(`_regex`) has a limit to each repetition, so that a long text costs time in proportion to its length, whoever wrote the rules.
A false alarm costs more than a miss: quotes, code and log lines are not looked at.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Final

import msgspec

from warroom.core.language import language as language_of
from warroom.core.language import later, say
from warroom.core.playbook import in_language
from warroom.core.playbookwrong import misfit
from warroom.core.text import clean

Phrase = Annotated[str, msgspec.Meta(min_length=2, max_length=400)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")]
Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}\Z")]
Texts = Annotated[dict[Language, Words], msgspec.Meta(min_length=1, max_length=9)]

MOST_BYTES: Final = 32 * 1024
MOST_TEXT: Final = 40_000
"""Of a longer text the beginning is looked at."""
NAMED_IN: Final = ("cause", "timeline")
"""Where a name is better a role."""
_ROLE: Final = later("a role tells as much as a name")
_ASK: Final = later("Which role did this, and would anybody in it have done the same?")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    category: Code
    patterns: Annotated[tuple[Phrase, ...], msgspec.Meta(min_length=1, max_length=60)]
    unless: Annotated[tuple[Phrase, ...], msgspec.Meta(max_length=60)] = ()
    allow: tuple[Code, ...] = ()
    advice: Texts
    better: Texts


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rule: Annotated[tuple[Rule, ...], msgspec.Meta(min_length=1, max_length=40)]


class Finding(msgspec.Struct, frozen=True):
    start: int
    end: int
    category: str
    advice: str
    better: str


class BadRules(ValueError):
    """Rules that can't be used. The message is one line: which file, which rule, what is wrong."""


def parse(file: str, text: str) -> tuple[Rule, ...]:
    """The rules of a TOML file.

    Raises:
        BadRules: they can't be used.
    """
    import tomllib

    if len(text.encode()) > MOST_BYTES:
        raise BadRules(say("{file}: more than {most} bytes; make it shorter", file=file, most=MOST_BYTES))
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadRules(clean(say("{file}: this is not TOML: {why}", file=file, why=error))) from None
    try:
        rules = msgspec.convert(table, _File).rule
    except msgspec.ValidationError as error:
        raise BadRules(clean(misfit(file, text, table, error, _File))) from None
    for rule in rules:
        for phrase in (*rule.patterns, *rule.unless):
            try:
                _regex(phrase, "x")
            except ValueError:
                what = say("{file}: {category}: “{phrase}” is no phrase; write words, (a|b), stem*, … as in ours",
                           file=file, category=rule.category, phrase=phrase)  # fmt: skip
                raise BadRules(clean(what)) from None
    return rules


# -- looking -------------------------------------------------------------------------------------------


def look(
    text: str, section: str, names: Sequence[str], language: str, rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """What may read as blame in a part of the report, from left to right. `names`: people of the incident."""
    seen = _prose(text[:MOST_TEXT])
    people = tuple(sorted({n.strip().lower() for n in _called(names)}))
    found = [
        Finding(*span, rule.category, in_language(rule.advice, language), in_language(rule.better, language))
        for rule in rules
        if section not in rule.allow
        for span in _spans(seen, rule, people)
    ]
    if section in NAMED_IN:
        found += _named(seen, people, language)
    return tuple(_apart(found))


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Where two touch, one is enough: the first, and of those that begin together the longer."""
    end = -1
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if one.start >= end:
            yield one
            end = one.end


def _spans(text: str, rule: Rule, people: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    hits = [m.span() for m in _all(rule.patterns, people).finditer(text)]
    if not hits:
        return
    meant = [m.span() for m in _all(rule.unless, people).finditer(text)] if rule.unless else []
    for start, end in hits:
        if not any(a < end and start < b for a, b in meant):
            yield start, end


def _named(text: str, people: tuple[str, ...], language: str) -> Iterator[Finding]:
    speak = language_of(language)
    named = "|".join(re.escape(p) for p in sorted(people, key=len, reverse=True))
    pattern = rf"(?<![\w/.@-])@?(?:{named})(?![\w@/-])" if named else r"(?!)"
    for match in re.finditer(pattern, text):
        yield Finding(*match.span(), "name", speak(_ROLE), speak(_ASK))


def _called(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name.strip():
            yield name
            first = name.split()[0]
            if len(first) > 2 and first.isalpha():
                yield first


_HIDDEN: Final = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]{1,500}`|“[^”\n]{1,500}”|\"[^\"\n]{1,500}\"|«[^»\n]{1,500}»|(?<![\w'])'[^'\n]{2,300}'(?!\w)"
    r"|‘[^’\n]{2,300}’(?!\w)|^(?: {4}|\t|>|\$ )[^\n]*"
    r"|^[ \[(]{0,3}(?:\d{4}-\d\d-\d\d[T ]\d\d:|\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d)[^\n]*"
    r"|^[^\n]{0,60}\b(?:ERROR|WARN|WARNING|FATAL|CRITICAL|INFO|DEBUG)\b[:\] ][^\n]*",
    re.DOTALL | re.MULTILINE,
)


def _prose(text: str) -> str:
    """The text in small letters, as long as it was, with nothing of what people quote."""
    hidden = _HIDDEN.sub(lambda m: re.sub(r"[^\n]", "\x00", m[0]), text)
    return "".join(low if len(low := c.lower()) == 1 else c for c in hidden.replace("’", "'"))


# -- phrases -------------------------------------------------------------------------------------------

_ROLES: Final = (
    "s?he|(?:the|an?|our|that|this) (?:on-call |junior |senior |new |night )?(?:engineer|operator|developer|admin|administrator|dba|intern|"
    "technician|contractor|colleague|responder|incident commander|team|[\\w-]{2,20} team)|somebody|someone|dia|saya"
    "|(?:si |seorang )?(?:operator|petugas|engineer|developer|programmer|admin|karyawan|staf|teknisi|dba|seseorang|orang|rekan|anak magang)"
    "(?: jaga| piket| baru| itu| kami)?|(?:tim|divisi|bagian)(?: [\\w-]{2,20}){0,2}?|pak \\w{2,20}|bu \\w{2,20}"
)
_DONE: Final = (
    r"(?!need\b|feed\b|speed\b|seed\b|shed\b|red\b|bed\b)(?:\w{2,20}ed|been|done|seen|known|told|had|made|taken|gone|come|caught|found|kept"
    r"|left|run|set|sent|shut|thought|written|given|chosen|read|cut|put|begun|built|understood|realised|realized|held|paid|asked)"
)
_GAP: Final = r"(?: {1,3}[^\s.!?\x00]{1,40}){0,3}?"
_TOKEN: Final = re.compile(r"\.\.\.|PERSON|DONE|NUMBER|!!!|[\w'-]+|[()|?*]| ")
_SIGNS: Final = {"(": "(?:", ")": ")", "|": "|", "?": "?", "*": r"\w{0,20}\b", "DONE": rf"(?:{_DONE})", "NUMBER": r"\d{1,12}", "...": _GAP,
                 "!!!": "!!!"}  # fmt: skip
_MAY_MISS: Final = re.compile(r"\(([^()]*)\)\? ")
_MOST: Final = {"(": 8, "?": 6, "...": 2, "*": 12, "PERSON": 2}
"""How often a sign may stand in a phrase: each multiplies the ways in which a text can match."""
_SPACE: Final = r"(?:[ \t]{1,3}|[ \t]?\n[ \t]?)"


@lru_cache(maxsize=128)
def _all(phrases: tuple[str, ...], people: tuple[str, ...]) -> re.Pattern[str]:
    person = "|".join((*(f"(?:si |pak |bu )?@?{re.escape(p)}" for p in people), _ROLES))
    found = "|".join(_regex(phrase, person) for phrase in phrases if phrase != "!!!")
    loud = "|!!!" if "!!!" in phrases else ""
    return re.compile(rf"(?<![\w@/.-])(?:{found or '(?!)'})(?![\w/-]){loud}")


def _regex(phrase: str, person: str) -> str:
    """What a phrase compiles to. ValueError when it is none."""
    tokens = _TOKEN.findall(phrase)
    if "".join(tokens) != phrase or not any(t[0].isalpha() or t == "!!!" for t in tokens):
        raise ValueError(phrase)
    if any(tokens.count(sign) > most for sign, most in _MOST.items()):
        raise ValueError(phrase)
    # A word that may be missing takes its space with it.
    tokens = _TOKEN.findall(_MAY_MISS.sub(r"((\1) )?", phrase))
    found = "".join(
        _SIGNS.get(t) or (f"(?:{person})" if t == "PERSON" else _SPACE if t == " " else re.escape(t))
        for t in tokens
    )
    try:
        re.compile(found)
    except (re.error, RecursionError):
        raise ValueError(phrase) from None
    return found


def rules_of(shipped: str, own: Mapping[str, str]) -> tuple[Rule, ...]:
    """Ours, and those that a team added (file -> text). Raises BadRules."""
    found = _ours(shipped)
    for file, text in own.items():
        found += parse(file, text)
    return found


@lru_cache(maxsize=2)
def _ours(text: str) -> tuple[Rule, ...]:
    return parse("blameless.toml", text)
