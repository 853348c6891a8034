"""Whether a text may hold a secret at all: cheap, and without an import, for a plain `warroom log` waits for nothing more.

Only what is suspicious here is looked at by `secrets`.
"""

from __future__ import annotations

HINTS = (
    "passw", "passp", "passc", "pass=", "pass:", "pass ", "pass'", 'pass"', "_pass", "-pass", "pwd", "secret", "token", "_key",
    "-key", "ikey", "skey", "tkey", "ekey", "hkey", " key:", " key=", "authoriz", "bearer", "sandi", "credential", "://", 
    "begin ", "sig=", "community", "pac key", " -p", " -u", "--user", "$1$", "$2", "$5$", "$6$", "$8$", "$y$",
)  # fmt: skip
"""In small letters. Whole words that incidents are full of (user, key, auth) are not among them: they would slow every log."""
LONG = 16
"""No token by itself is shorter."""


def suspicious(text: str) -> bool:
    """Whether a secret may be in it. What is not, no rule of `secretrules` finds."""
    lower = text.lower()
    for hint in HINTS:  # no generator: it would cost half of the time
        if hint in lower:
            return True
    for word in text.split():  # noqa: SIM110
        if len(word) >= LONG and not (word.isalpha() and word[1:].islower()):
            return True
    return False
