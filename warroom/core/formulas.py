"""Cells of a sheet as text that no spreadsheet computes, and back again.

A spreadsheet may be told, or may guess from the locale, that cells end at `;` or a tab, and then also at a line end inside
quotes: what stands behind these may begin a cell too. The lookahead takes quotes in, so that it can be told what `guard` was
given.
"""

from __future__ import annotations

import re
from typing import Final

_BEGIN: Final = r"(?:^|(?<=[;\n\r\t\v\f\x85\u2028\u2029]))"
_FORMULA: Final = r"""(?=['"\s]*[=+\-@\t\r＝＋－＠])"""
_UNGUARDED: Final = re.compile(_BEGIN + _FORMULA)
_GUARDED: Final = re.compile(f"{_BEGIN}'{_FORMULA}")


def guard(cell: str) -> str:
    """The cell with a `'` before all that might be computed."""
    return _UNGUARDED.sub("'", cell)


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return _GUARDED.sub("", cell)
