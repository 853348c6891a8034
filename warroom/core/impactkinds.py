"""The sorts of impact that have a type: what counts them, and how their figure must look. Any other word may be counted too.

Pure. `BadFigure` says in one line what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from warroom.core.amounts import CURRENCIES, Amount
from warroom.core.language import later, say

KINDS: Final[dict[str, str]] = {
    "users": later("users"), "requests": later("requests"), "money": later("money"), "cases": later("support cases"),
    "data": later("data lost"),
}  # fmt: skip
"""As it is kept, and as it is called."""
MEANINGS: Final[dict[str, str]] = {
    "users": later("how many could not work: 12000, 30 %"), "requests": later("how many failed: 1.2 million, 3.5 %"),
    "money": later("with its currency: Rp 350 juta, US$ 12,000"), "cases": later("how many people called or wrote"),
    "data": later("how much, and of which time: 1200 rows, 3 GB, none lost"),
}  # fmt: skip
_CALLED: Final[dict[str, str]] = {
    "user": "users", "pengguna": "users", "request": "requests", "permintaan": "requests", "uang": "money", "case": "cases",
    "support cases": "cases", "support case": "cases", "kasus": "cases", "kasus dukungan": "cases", "data lost": "data",
    "data hilang": "data", "lost data": "data",
}  # fmt: skip
_MONEY: Final = frozenset(CURRENCIES.values())
_COUNTED: Final = frozenset({"users", "requests", "cases"})


class BadFigure(ValueError):
    """The figure does not fit what it counts. One line that says what to write."""


def kind_of(what: str) -> str:
    """As it is kept: one of `KINDS` where that is meant in either language, else the words themselves."""
    wanted = " ".join(what.casefold().split())
    return _CALLED.get(wanted, wanted)


def called(what: str, say: Callable[[str], str]) -> str:
    """What a sort is called in the reader's language; another word stays as it was written."""
    return say(KINDS[what]) if what in KINDS else what


def fitting(kind: str, found: Amount) -> Amount:
    """The amount as it is kept. Words (`none lost`) always fit.

    Raises:
        BadFigure: the unit is missing, or cannot be one of this sort.
    """
    if not found.number[:1].isdigit():
        return found
    money = found.unit.partition(" ")[0] in _MONEY
    if kind == "money" and not money:
        raise BadFigure(say("which currency? write it like Rp {n} or US$ {n}", n=found.number))
    if kind == "data" and not found.unit:
        raise BadFigure(say("{n} of what? write it like {n} rows or {n} GB, or none lost", n=found.number))
    if kind not in _COUNTED:
        return found
    if money:
        raise BadFigure(
            say(
                "{kind} are not counted in {unit}; for a sum use money",
                kind=called(kind, say),
                unit=found.unit,
            )
        )
    if "." in found.number and found.unit != "%":
        raise BadFigure(say("{kind} are counted in whole numbers, or in %", kind=called(kind, say)))
    # The unit would only say again what is counted: 12,000 users users.
    return found._replace(unit="") if kind_of(found.unit) == kind else found
