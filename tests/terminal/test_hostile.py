"""A file from another hand, opened in a real terminal: every key is pressed on every pane, and no byte of its gets out.

Whatever text the file has, the terminal receives only the sequences by which the console itself draws.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.console import Console, console
from tests.terminal.rooms import shell
from warroom.core.registry import VERBS

pytestmark = pytest.mark.terminal

# Inside: the clipboard, the title, colours and wiping of its own, C1 and its strings, a device string, hidden directions.
POISON = (
    "\x1b]52;c;T1dORUQ=\x1b\\\x1b]0;OWNED\x07\x1b[6666m\x1b[66;66H\x1b[?6666h\x9b6666m\x9d52;c;T1dORUQ=\x9c"
    "\x1bPq6666\x1b\\\x1bc\u202eback\u2066\u200b\u200e\ufeff\x00\x07\x08\x7f\x85\r[red]red[/red][@click=app.quit]x[/]"
)
MARK = "EVIL"
# What Textual, its driver and ours send: modes, moves, colours, questions to the terminal.
OURS = re.compile(
    rb"\x1b\[\?(?:25|7|47|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)(?:;?\d*)[hl]"
    rb"|\x1b\[\?(?:2026|2048)\$p|\x1b\[[<>=]\d*u|\x1b\[c|\x1b\[\d*q|\x1b\[>\d*q|\x1b\[\?u"
    rb"|\x1b\]22;[a-z-]*\x07"  # the shape of the pointer
    rb"|\x1b\]52;c;SU5DL[A-Za-z0-9+/]*=*\x07"  # our text for the clipboard: it begins with `INC-`
    rb"|\x1b\[(?:\d{1,3}(?:;\d{1,3})*)?m|\x1b\[(?:\d{1,3}(?:;\d{1,3})?)?H|\x1b\[\d{0,3}[ABCDJKP]"
)
TEXTUAL_KEYS = {
    "question_mark": "?", "slash": "/", "enter": "\r", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
}  # fmt: skip
MOVES = [
    "j",
    "k",
    "g",
    "G",
    "n",
    "y",
    "E",
    "T",
    "1",
    "2",
    "3",
    "/",
    "?",
    ":",
    " ",
    "\t",
    "\x10",
    "\x0c",
    "\r",
]
FUNCTION = ["\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[5~", "\x1b[6~"]
ARROWS = ["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"]


def keys() -> list[str]:
    """What a person may press in a room: the key of every verb, of every move and of every function; not the way out."""
    named = {key for verb in VERBS.values() for key in verb.key.split(",") if key and verb.name != "quit"}
    verbs = [TEXTUAL_KEYS.get(key, key) for key in sorted(named)]
    assert all(len(key) == 1 or key.startswith("\x1b") for key in verbs), verbs
    return list(dict.fromkeys([*verbs, *MOVES, *FUNCTION, *ARROWS]))


def leaked(output: bytes) -> list[str]:
    """What is left of the output that is no text, when our own sequences are taken away: each with what is around it."""
    text = OURS.sub(b"", output).decode("utf-8")
    bad = [
        m.start()
        for m in re.finditer(r"[^\x20-\x7e\r\n]", text)
        if unicodedata.category(m[0]) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    ]
    return [repr(text[max(at - 30, 0) : at + 30]) for at in bad[:5]]


def poisoned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(MARK, POISON)
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    if isinstance(value, dict):
        return {key: poisoned(one) for key, one in value.items()}
    return value


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An incident with a text in every place that takes one, written by another hand."""
    folder = tmp_path_factory.mktemp("hostile") / "incidents"
    shell(
        folder, "declare", "Title EVIL", "--sev", "2", "--system", "system EVIL", "--symptom", "symptom EVIL"
    )
    for words in (
        ("log", "entry EVIL"),
        ("log", "decided EVIL", "--kind", "decision"),
        ("update", "update EVIL"),
        ("suspect", "hypothesis EVIL"),
        ("action", "follow-up EVIL", "--owner", "owner EVIL"),
        ("comment", "1.1", "comment EVIL"),
        ("skip", "1.2", "--why", "why EVIL"),
        ("notes", "notes EVIL"),
        ("write", "summary", "section EVIL"),
        ("join", "person EVIL"),
        ("role", "ic", "budi"),
        ("handover", "ic", "ani", "--brief", "brief EVIL"),
        ("impact", "orders EVIL", "66"),
        ("log", "last entry EVIL"),
    ):
        shell(folder, *words)
    (path,) = folder.glob("INC-*.json")
    tables = json.loads(path.read_text(encoding="utf-8"))
    for table in tables.values():
        for row in table.values():
            if "kind" in row:
                for stamp in ("crc", "n", "origin", "after", "kept"):
                    row.pop(stamp, None)
                row["by"] = "budi EVIL"
    text = json.dumps(poisoned(tables))
    assert text.count("OWNED") > 25
    path.write_text(text, encoding="utf-8")
    (folder / "catalogue.json").unlink(missing_ok=True)
    return folder


def opened(library: Path, tmp_path: Path, *words: str) -> Iterator[Console]:
    env = {"WARROOM_HOME": str(library), "WARROOM_USER": "ani", "XDG_STATE_HOME": str(tmp_path)}
    with console("-m", "warroom", *words, rows=40, columns=120, **env) as terminal:
        yield terminal


def walk(terminal: Console, before: str) -> int:
    """Press every key, from the same place each time: the dialog that it opens is answered once, then left."""
    pressed = 0
    for key in keys():
        terminal.send(before)
        terminal.quiet(0.03)
        terminal.send(key)
        terminal.quiet(0.05)
        terminal.send("\x1b")
        terminal.quiet(0.03)
        terminal.send("\x1b")
        terminal.quiet(0.03)
        pressed += 1
        assert not terminal.ended, (key, terminal.text())
    return pressed


@pytest.mark.parametrize("before", ["1j", "2k", "3j", "4"], ids=repr)
def test_no_key_of_a_pane_lets_a_byte_of_the_file_out(library: Path, tmp_path: Path, before: str) -> None:
    for terminal in opened(library, tmp_path, "open"):
        assert terminal.shows("type to log")
        terminal.send("\x1b")
        assert walk(terminal, before) > 40
        assert leaked(bytes(terminal.output)) == []


PASTED = f"\x1b[200~{POISON.replace(chr(0x1B) + '[201~', '')}\x1b[201~"
ANSWERS = {
    "as they are proposed": "\r\r\r\r",
    "the second choice": "\x1b[B\r\x1b[B\r\r",
    "letters and a yes": "xy\ry\ry",
    "a hostile paste": f"{PASTED}\r{PASTED}\r",
    "a search": "EV\x7f\x1b[A\t\r",
}
PLACES = {
    "steps": ("", "1j\rj"), "timeline": ("", "2G"), "roster": ("", "3j"),
    "diagnosis": ("4]", "4"), "decisions": ("4]]", "4"), "follow-ups": ("4]]]", "4"), "situation": ("4]]]]", "4jj"),
}  # fmt: skip
"""Where a person is: the keys that lead there at first, and each time again."""


def dialogs(place: str) -> list[str]:
    """The keys of what asks before it acts, where they work: in that pane, and in every one with the first; Enter and `+`, which
    ask on the board."""
    if place in ("diagnosis", "decisions", "follow-ups", "situation"):
        return ["\r", "+", *dialogs("notes")]
    panes = ("", place) if place == "steps" else (place,)
    asking = [v for v in VERBS.values() if v.pane in panes and (v.args or v.confirm or v.takes_back)]
    named = {key for verb in asking for key in verb.key.split(",") if key}
    return [TEXTUAL_KEYS.get(key, key) for key in sorted(named)]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("place", PLACES)
def test_no_answer_to_a_dialog_lets_a_byte_of_the_file_out(
    library: Path, tmp_path: Path, place: str, answer: str
) -> None:
    once, each = PLACES[place]
    shutil.copytree(library, tmp_path / "own")
    for terminal in opened(tmp_path / "own", tmp_path, "open"):
        assert terminal.shows("type to log")
        terminal.send("\x1b")
        terminal.quiet(0.05)  # Esc and a letter at once would be another key
        terminal.send(once)
        for key in dialogs(place):
            terminal.send(f"{each}{key}")
            terminal.quiet(0.03)
            terminal.send(answer)
            terminal.quiet(0.04)
            for _ in range(3):
                terminal.send("\x1b")
                terminal.quiet(0.02)
            assert not terminal.ended, (key, terminal.text())
        assert leaked(bytes(terminal.output)) == []


@pytest.mark.parametrize(
    "words", [("sev ",), ("role ",), ("tick ", "skip ", "judge "), ("write ", "mark ", "amend ")]
)
def test_no_completion_of_a_typed_verb_lets_a_byte_out(
    library: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    shutil.copytree(library, tmp_path / "own")
    for terminal in opened(tmp_path / "own", tmp_path, "open"):
        assert terminal.shows("type to log")
        for word in words:
            for key in (f"/{word}", "\x1b[B", "\x1b[B", "\t", "\t", "\x15"):
                terminal.send(key)
                terminal.quiet(0.04)
        terminal.send(f"{PASTED}\r")
        terminal.quiet(0.2)
        assert not terminal.ended
        assert leaked(bytes(terminal.output)) == []


def test_the_list_the_palette_and_the_form(library: Path, tmp_path: Path) -> None:
    for terminal in opened(library, tmp_path):
        assert terminal.shows("Title")
        for key in [
            "j",
            "k",
            "?",
            "\x1b",
            "/",
            "T",
            "\x1b",
            "r",
            "n",
            "\t",
            "\x1b",
            "\x10",
            "x",
            "\x1b",
            "\r",
        ]:
            terminal.send(key)
            terminal.quiet(0.1)
        assert terminal.shows("type to log")
        terminal.send("\x1b\x10")
        for key in ["n", "o", "t", "\x7f", "\x1b[B", "\x1b[B", "\x1b"]:
            terminal.send(key)
            terminal.quiet(0.05)
        assert leaked(bytes(terminal.output)) == []


def test_the_check_itself_finds_what_got_out() -> None:
    for text in (POISON, "\x1b]52;c;aGk=\x07", "\x9b31m", "\u202e", "\u200b", "\x1b]0;t\x07", "\x1bPq\x1b\\"):
        assert leaked(b"\x1b[1;31mwords" + text.encode()), repr(text)
