"""The timeline as CSV (RFC 4180), to be read by a spreadsheet and to be imported again.

A spreadsheet runs cells that begin like a formula; such a cell gets a `'` in front (`guard`), which an import takes away again
(`unguard`). Knows nothing of files.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from warroom.core.clock import iso
from warroom.core.text import for_terminal
from warroom.reports.scene import Scene

COLUMNS: Final = ("at", "kind", "by", "text", "recorded_at", "struck", "pinned", "id")
# With quotes in front too, so that `unguard` gives back exactly what `guard` took.
_FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r＝＋－＠]")


def timeline_csv(scene: Scene) -> str:
    """What people logged, one entry a line: times in UTC, `struck` with the reason, `pinned` as `yes` or empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    names = scene.names
    for row in scene.incident.entries:
        recorded = iso(row.recorded_at) if row.recorded_at else ""
        cells = (names.person(row.by), names.text(row.text), recorded, names.text(row.struck or ""))
        by, text, recorded, struck = (guard(for_terminal(cell, multiline=True)) for cell in cells)
        writer.writerow(
            (iso(row.at), row.kind, by, text, recorded, struck, "yes" if row.pinned else "", row.id)
        )
    return out.getvalue()


def guard(cell: str) -> str:
    """The cell as text that no spreadsheet computes."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
