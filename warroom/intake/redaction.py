"""Secrets in captured text, made visible as masked: imports and piped logs pass here before they are stored.

A short list of patterns, each tied to a prefix or a name, so that ordinary incident lines stay as they are; no guessing by
entropy. Every repetition behind a prefix has a limit, so a long line costs time in proportion to its length.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec


class Masked(msgspec.Struct, frozen=True):
    """The text with its secrets replaced."""

    text: str
    count: int
    """How many there were."""
    kinds: tuple[str, ...]
    """What each of them was, in the order of the patterns."""


_NAME = (
    r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|access|account|private|secret|auth)[_-]?key|sandi)"
)
_HAS_DIGIT = r"(?=[^\s\d]{0,200}\d)"
_HOLDER = r"(?!\[masked:|\$|<|\*{3}|(?:null|none|true|false|nil|undefined)\b)"
_SPOTS: Final[tuple[tuple[str, str], ...]] = (
    ("private-key", r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\Z)"),
    # A line in the middle of one, as a pipe brings it: 64 characters of base64 that are not a checksum in hex.
    ("private-key", r"\A(?=[0-9a-fA-F]{0,63}[G-Zg-z+/])(?=[^\d]{0,63}\d)(?=[^A-Z]{0,63}[A-Z])[A-Za-z0-9+/]{64}\Z"),
    ("slack-hook", r"\bhttps://hooks\.slack\.com/(?:services|workflows|triggers)/[\w/+-]{8,300}"),
    ("discord-hook", r"\bhttps://(?:\w{1,10}\.)?discord(?:app)?\.com/api/webhooks/\d{1,30}/[\w-]{8,200}"),
    ("aws-key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("github-token", r"\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255})"),
    ("gitlab-token", r"\bgl(?:pat|dt|rt|cbt|ptt)-[\w-]{20,300}"),
    ("slack-token", r"\bxox[abceoprs]-[A-Za-z0-9-]{10,300}"),
    ("jwt", r"\beyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}(?:\.[\w-]{0,2000})?"),
    ("stripe-key", r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,250}"),
    ("google-key", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("npm-token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("pypi-token", r"\bpypi-Ag[\w-]{50,500}"),
    ("sendgrid-key", r"\bSG\.[\w-]{16,64}\.[\w-]{16,128}"),
    ("telegram-token", r"\b\d{8,10}:AA[\w-]{33}\b"),
    ("ai-key", rf"\bsk-{_HAS_DIGIT}[A-Za-z0-9_-]{{20,300}}"),
    ("bearer", rf"(?i)(?<=\bbearer )\s{{0,8}}{_HAS_DIGIT}[\w.~+/-]{{16,4000}}={{0,3}}"),
    ("basic-auth", r"(?i)(?<=authorization: basic )[A-Za-z0-9+/]{8,1000}={0,3}"),
    ("url-password", r"(?<![\w+.-])(?P<keep>[A-Za-z][\w+.-]{1,15}://[^\s/:@\[\]]{0,64}:)(?!\[masked:)[^\s/@]{1,256}(?=@)"),
    ("password", rf"(?i)(?<![a-z])(?P<keep>{_NAME}[\"']?\s{{0,4}}=\s{{0,4}}[\"']?){_HOLDER}[^\s\"'&;,]{{3,1000}}"),
    ("password", rf"(?i)(?<![a-z])(?P<keep>{_NAME}[\"']?\s{{0,4}}:\s{{0,4}}[\"']){_HOLDER}[^\"']{{3,1000}}"),
    ("password", rf"(?i)(?<![a-z])(?P<keep>{_NAME}\s{{0,4}}:\s{{0,4}}){_HOLDER}(?=[^\s\d]{{0,200}}\d)[^\s\"'&;,]{{6,1000}}"),
    ("password", r"(?P<keep>(?<!\S)-p)(?:'[^'\n]{1,128}'|\"[^\"\n]{1,128}\")"),
    ("password", r"(?P<keep>\bmysql(?:dump|admin)?\s(?:[^\n|;]{0,200}?\s)?-p)(?!\[masked:)[^\s'\"]{3,128}"),
    ("password", r"(?P<keep>\bcurl\s(?:[^\n|;]{0,300}?\s)?(?:-u|--user)[ =]?['\"]?[^\s:'\"]{1,64}:)(?!\[masked:)[^\s'\"]{1,128}"),
)  # fmt: skip
_PATTERNS: Final = tuple((kind, re.compile(pattern, re.DOTALL)) for kind, pattern in _SPOTS)


def mask(text: str) -> Masked:
    """The text with each secret replaced by `[masked: aws-key]`; what names it (`password=`) stays.

    Never raises; masking twice changes nothing more.
    """
    kinds: list[str] = []
    for kind, pattern in _PATTERNS:
        keeps = "keep" in pattern.groupindex
        text, found = pattern.subn(rf"\g<keep>[masked: {kind}]" if keeps else f"[masked: {kind}]", text)
        kinds.extend([kind] * found)
    return Masked(text, len(kinds), tuple(kinds))
