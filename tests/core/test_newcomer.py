"""The newcomer's measure: a new fact with its verb is one file, and a family one line more in the list.

A family of its own is put into a copy of the program; nothing else in it is touched, and every door knows it.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

from warroom.core.families import KINDS

ROOT = Path(__file__).parents[2]
FAMILY = '''
"""Screenshots that somebody keeps for the record."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core.checklist import Met, Rule
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Part
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Verb


class Shots(Part, frozen=True):
    paths: tuple[str, ...] = ()


class ShotKept(Event, frozen=True, kw_only=True, tag="shot.kept", gc=False):
    path: str

    def apply(self, state: State) -> None:
        state.keep(Shots((*state.part(Shots).paths, self.path)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("screenshot kept: {path}").format(path=self.path)


Fact = ShotKept


def _keep(_incident: Incident, given: Given) -> Sequence[Event]:
    return [ShotKept(**given.stamp(), path=given["path"])]


def _shown(incident: Incident) -> Met | None:
    return None


VERBS = (
    Verb(
        "keep", "timeline", "keep a screenshot", _keep, (Arg("path", "text", "where it is", rest=True),),
        example=("keep errors.png",),
    ),
)
RULES: dict[str, Rule] = {"shown": _shown}
'''
USE = """
from tests.helpers.acted import Acted
from warroom.cli import manual
from warroom.core import codec
from warroom.core.families import KINDS, RULES
from warroom.core.families.shots import Shots
from warroom.core.playbookfile import KNOWN_RULES
story = Acted()
(fact,) = story.do("keep", "errors.png", minute=1)
assert codec.decode_all([codec.msgspec.json.encode(codec.fields(fact))])[0].path == "errors.png"
assert fact.sentence(story.incident, str) == "screenshot kept: errors.png"
assert story.incident.part(Shots).paths == ("errors.png",)
assert story.incident.rows[-1].kind == "shot.kept" in KINDS
story.do("undo", minute=2)
assert story.incident.part(Shots).paths == ()
assert "shown" in RULES and "shown" in KNOWN_RULES
assert any("warroom keep PATH" in line for line in manual.lines("keep"))
print("known")
"""
LISTED = (
    ("    updates,\n", "    updates,\n    shots,\n"),
    ("    | log.Fact\n", "    | log.Fact\n    | shots.Fact\n"),
    ("    entries, updates,", "    entries, shots, updates,"),
)
"""What the list of families has, and what it has with one more."""
MAY_NAME_KINDS = ("core/families/", "storage/", "cli/quick.py")
"""The families themselves; the file, which knows how an entry is redacted and sealed; the entry's shortest way to it."""


def test_a_new_fact_is_its_own_file_and_a_line_in_the_list(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "warroom", tmp_path / "warroom", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "helpers", tmp_path / "tests" / "helpers")
    families = tmp_path / "warroom" / "core" / "families"
    (families / "shots.py").write_text(FAMILY, "utf-8")
    listed = (families / "__init__.py").read_text("utf-8")
    for before, after in LISTED:
        assert before in listed
        listed = listed.replace(before, after)
    (families / "__init__.py").write_text(listed, "utf-8")
    done = subprocess.run([sys.executable, "-c", USE], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("known\n", "")


def test_no_other_room_has_a_table_of_kinds() -> None:
    """Else a new fact is forgotten there: what a kind is like, its own file says."""
    found = []
    for path in sorted((ROOT / "warroom").rglob("*.py")):
        name = path.relative_to(ROOT / "warroom").as_posix()
        if name.startswith(MAY_NAME_KINDS):
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and node.value in KINDS:
                found.append(f"warroom/{name}:{node.lineno} names the kind {node.value!r}")
    assert found == []
