"""A part of the report in a real terminal: the pad, the person's own editor, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal.rooms import events, room, shell

pytestmark = pytest.mark.terminal

CAUSE = "The pool was too small.\n\nSteps:\n1. open checkout\n2. press pay\n\n    SELECT 1;\n    SELECT 2;"
EDITOR = """
import os, sys
path = sys.argv[1]
kept = open(path).read()
open(SEEN, "w").write(f"{os.stat(path).st_mode & 0o777:o} {os.stat(os.path.dirname(path)).st_mode & 0o777:o} {path}\\n{kept}")
open(path + "~", "w").write(kept)
open(path, "w").write(kept + "\\n  - edited\\x1b[31m here\\n")
sys.exit(STATUS)
"""


@pytest.mark.parametrize(("status", "tail"), [(0, "\n  - edited here"), (1, "")])
def test_a_part_goes_through_the_persons_own_editor(tmp_path: Path, status: int, tail: str) -> None:
    library, seen, script = tmp_path / "incidents", tmp_path / "seen", tmp_path / "editor.py"
    shell(library, "declare", "Mail is down", "--sev", "2")
    shell(library, "write", "cause", CAUSE)
    script.write_text(EDITOR.replace("SEEN", repr(str(seen))).replace("STATUS", str(status)))
    with room(library, "open", EDITOR=f"'{sys.executable}' '{script}'", VISUAL="") as terminal:
        assert terminal.shows("type to log")
        terminal.send("\x1bw")
        assert terminal.shows("which part")
        terminal.send("r")
        assert terminal.shows("F2 your editor")
        assert terminal.shows("    SELECT 2;")
        terminal.send("\x1bOQ")
        assert terminal.shows("the editor failed" if status else "edited")
        assert terminal.shows("    SELECT 2;")
        terminal.send("!\x13")
        assert terminal.shows("wrote the report")
    modes, kept = seen.read_text().split("\n", 1)
    assert modes.startswith("600 700 ")
    assert kept == CAUSE
    assert not Path(modes.split(" ", 2)[2]).parent.exists()
    assert events(library)[-1]["text"] == f"!{CAUSE}{tail}"


def test_a_terminal_without_that_editor_keeps_the_text(tmp_path: Path) -> None:
    library = tmp_path / "incidents"
    shell(library, "declare", "Mail is down", "--sev", "2")
    with room(library, "open", EDITOR="/nowhere/editor", VISUAL="") as terminal:
        assert terminal.shows("type to log")
        terminal.send("\x1bw")
        assert terminal.shows("which part")
        terminal.send("r")
        assert terminal.shows("F2 your editor")
        terminal.send("pool\x1bOQ")
        assert terminal.shows("no editor could be started")
        assert terminal.shows("pool")
