"""What reports look like: data that comes with warroom and that a team may replace (`warroom template eject`)."""

from __future__ import annotations

from typing import Final

STYLE: Final = "report.css"
PAPER: Final = "report.typ"
LAYOUT: Final = "post-mortem.toml"
BLAMELESS: Final = "blameless.toml"


def shipped(name: str) -> str:
    """The text of a file of ours."""
    with open(f"{__path__[0]}/{name}", encoding="utf-8") as file:
        return file.read()
