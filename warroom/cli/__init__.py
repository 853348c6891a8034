"""The shell's door. Imports Textual only for `open`, and as little as possible before the verb is known."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import warroom


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status (0 done, 1 not done, 2 wrong usage, 3 needs repair)."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments == ["--version"]:
        print(f"warroom {warroom.__version__}")
        return 0
    print("warroom: unknown command; try: warroom --version", file=sys.stderr)
    return 2
