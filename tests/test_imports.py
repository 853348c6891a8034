"""What a fresh interpreter really loads: import contracts cannot see what a library imports in turn."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import warroom
from warroom.cli import table

TEXTUAL_ROOMS = ("widgets", "screens", "app")
MODULES = sorted(module.name for module in pkgutil.walk_packages(warroom.__path__, "warroom."))


def room(module: str) -> str:
    """The room a module stands in: `warroom.core.clock` -> `core`."""
    return module.split(".")[1]


def loaded(statement: str) -> set[str]:
    """Top-level names in sys.modules after `statement` ran in an interpreter of its own."""
    code = f"{statement}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}}, sep='\\n')"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def import_all(rooms: set[str]) -> str:
    return "import warroom, " + ", ".join(name for name in MODULES if room(name) in rooms)


@pytest.mark.parametrize("name", sorted({room(module) for module in MODULES} - set(TEXTUAL_ROOMS)))
def test_a_room_without_a_screen_loads_no_textual(name: str) -> None:
    assert not loaded(import_all({name})) & {"textual", "rich"}


def test_core_loads_neither_the_database_nor_the_network() -> None:
    assert not loaded(import_all({"core"})) & {"tinydb", "socket", "asyncio", "subprocess"}


def test_storage_starts_without_msgspec() -> None:
    assert "msgspec" not in loaded(import_all({"storage"}))


def test_asking_for_the_version_loads_next_to_nothing() -> None:
    statement = "import warroom.cli; warroom.cli.main(['--version'])"
    assert not loaded(statement) & {"textual", "msgspec", "tinydb", "asyncio"}


def test_what_the_first_picture_needs_loads_no_textual() -> None:
    statement = (
        "import warroom.screens.room.steps, warroom.screens.room.timeline, warroom.screens.room.roster, "
        "warroom.screens.room.board, warroom.screens.room.header, warroom.screens.room.look, warroom.screens.keys"
    )
    assert not loaded(statement) & {"textual", "rich"}


HEAVY = {"msgspec", "tinydb", "pathlib", "dataclasses", "inspect", "typing", "tempfile", "subprocess", "html"}


def after_command(*words: str, home: Path) -> set[str]:
    """Top-level names in sys.modules after a command of the shell, in an interpreter of its own."""
    environment = {**os.environ, "WARROOM_HOME": str(home), "WARROOM_USER": "ani"}
    code = (
        "import sys, warroom.cli as c\nstatus = c.main(sys.argv[1:])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, sep='\\n', file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_the_list_loads_neither_room_nor_verbs_nor_database(tmp_path: Path) -> None:
    after_command("declare", "Payment gateway down", home=tmp_path)
    assert not after_command("list", home=tmp_path) & HEAVY
    after_command("log", "one", home=tmp_path)
    assert not after_command("list", home=tmp_path) & HEAVY
    assert not after_command(home=tmp_path) & HEAVY
    assert not after_command("paths", home=tmp_path) & HEAVY - {"typing"}


def test_a_verb_loads_neither_database_nor_what_it_does_not_do(tmp_path: Path) -> None:
    after_command("declare", "Payment gateway down", home=tmp_path)
    heavy = {
        "tinydb",
        "pathlib",
        "inspect",
        "tempfile",
        "subprocess",
        "html",
        "hashlib",
        "shutil",
        "tomllib",
        "textual",
    }
    for words in (["sev", "1"], ["action", "page the database team"], ["log", "--at", "-5m", "slow"]):
        assert not after_command(*words, home=tmp_path) & heavy, words
    for words in (["show"], ["verify"], ["export"], ["export", "--format", "csv"]):
        assert not after_command(*words, home=tmp_path) & {"tinydb", "tempfile", "subprocess", "textual"}, (
            words
        )


def test_every_command_stands_where_the_table_says() -> None:
    for family, names in table.FAMILIES.items():
        found = [c.words.name for c in import_module(f"warroom.cli.{family}").COMMANDS]
        assert found == list(names), family
