"""The house rules that no linter knows: sizes, who may print, and nothing of one machine in what we share."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "warroom").rglob("*.py"))
FILE_LIMIT = 400
FUNCTION_LIMIT = 60
# Absolute paths of one person's or one build's machine, written so that this line is not one of them.
MACHINE_PATH = re.compile(r"(?<![\w.~$}-])/(?:wor[k]|roo[t]|tm[p]/wr|opt/wheel[s])/")


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """The files git has, or in an unpacked release every file that is not hidden."""
    try:
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        paths = ROOT.rglob("*")
        return [
            p for p in paths if p.is_file() and not any(part[0] == "." for part in p.relative_to(ROOT).parts)
        ]
    return [path for name in names.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_a_file_has_one_job_and_fits_400_lines() -> None:
    sizes = {shown(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: size for name, size in sizes.items() if size > FILE_LIMIT} == {}


def test_a_function_does_one_thing_and_fits_60_lines() -> None:
    long = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LIMIT:
                    long[f"{shown(path)}:{node.lineno} {node.name}"] = length
    assert long == {}


@pytest.mark.parametrize("path", [p for p in SOURCES if "cli" not in p.relative_to(ROOT).parts], ids=shown)
def test_only_the_shells_door_prints(path: Path) -> None:
    """Through print or by hand: a write to standard output from behind the screen tears the screen."""
    tree = ast.parse(path.read_bytes())
    calls = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "print"]
    assert calls == []


def test_nothing_of_one_machine_is_in_what_we_share() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        lines = enumerate(text.splitlines(), 1)
        found += [
            f"{shown(path)}:{number}: {line.strip()[:90]}"
            for number, line in lines
            if MACHINE_PATH.search(line)
        ]
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_bytes()))


def test_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", pin)] == []
