"""The bell and the notification: only where asked for, and no text from outside ends the sequence or begins another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from warroom.outreach.alarm import Reminders, harmless, sequence
from warroom.session.settings import read_reminders, reminders_in

HOSTILE = [
    "a\x1b]52;c;ZXZpbA==\x07b", "a\x07b", "a\x9cb", "a\x1b\\b", "x;y;z", "\x1b[2J", "\u202eevil", "\u200bx", "line\nnext",
    "\x90q\x9c", "a\\", "9;4;1", "", "é" * 500,
]  # fmt: skip


def test_nothing_is_sent_to_whoever_did_not_ask() -> None:
    assert sequence("INC-1", "update late", Reminders(), {}) == ""
    assert not Reminders().wanted
    assert sequence("INC-1", "update late", Reminders(bell=True), {}) == "\a"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("way", ["osc9", "osc777"])
def test_no_text_leaves_its_place(text: str, way: str) -> None:
    made = sequence(text, text, Reminders(desktop=way), {})  # type: ignore[arg-type]
    body = made.removeprefix("\x1b]").removesuffix("\x1b\\")
    assert made == f"\x1b]{body}\x1b\\"
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", body)
    assert body.count(";") == (1 if way == "osc9" else 3)
    assert len(body) < 400
    assert re.match(r"9;warroom |777;notify;warroom ", body)


def test_tmux_and_screen_are_handed_one_wrapped_sequence() -> None:
    plain = sequence("INC-1", "late", Reminders(desktop="osc777"), {})
    tmux = sequence("INC-1", "late", Reminders(desktop="osc777"), {"TMUX": "/tmp/x"})
    assert tmux.startswith("\x1bPtmux;\x1b\x1b]777;")
    assert tmux.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b") == plain
    screen = sequence("INC-1", "late", Reminders(desktop="osc777"), {"STY": "1.x"})
    assert screen == f"\x1bP{plain[:-2]}\a\x1b\\"


@pytest.mark.parametrize(
    ("program", "start"), [("iTerm.app", "\x1b]9;"), ("WezTerm", "\x1b]777;"), ("", "\x1b]777;")]
)
def test_the_way_is_chosen_by_the_terminal_unless_it_is_named(program: str, start: str) -> None:
    environ = {"TERM_PROGRAM": program}
    assert sequence("I", "x", Reminders(desktop="auto"), environ).startswith(start)
    assert sequence("I", "x", Reminders(desktop="osc9"), environ).startswith("\x1b]9;")


def test_what_is_harmless_is_one_short_line() -> None:
    assert harmless("nobody is  Incident   Commander; you?") == "nobody is Incident Commander, you?"


@pytest.mark.parametrize(
    ("text", "found", "told"),
    [
        ("", Reminders(), ""), ("[reminders]\nbell = true\n", Reminders(bell=True), ""),
        ('[reminders]\ndesktop = true\nfrom = "amber"\n', Reminders(desktop="auto", amber=True), ""),
        ('[reminders]\ndesktop = "osc9"\n', Reminders(desktop="osc9"), ""),
        ("[reminders]\nbell = 1\nsound = 2\n", Reminders(), "sound"),
        ("[reminders]\nbell = 'yes'\n", Reminders(), "must be one of: true"), ("reminders = 3", Reminders(), "no table"),
        ("[[", Reminders(), "not TOML"), ("a = " + "[" * 5000, Reminders(), "not TOML"),
        ('[reminders]\nfrom = []\n', Reminders(), "from"),
    ],
)  # fmt: skip
def test_settings_are_read_or_told_of(text: str, found: Reminders, told: str) -> None:
    reminders, wrong = reminders_in(text)
    assert reminders == found or told == "sound"
    assert bool(wrong) == bool(told)
    assert told in " ".join(wrong)
    assert all("\n" not in line for line in wrong)


def test_a_file_that_is_none_or_too_large_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert read_reminders() == (Reminders(), [])
    folder = tmp_path / "warroom"
    folder.mkdir()
    (folder / "settings.toml").write_text("[reminders]\nbell = true\n", "utf-8")
    assert read_reminders() == (Reminders(bell=True), [])
    for data in (b"\xff", b"#" * 70_000):
        (folder / "settings.toml").write_bytes(data)
        found, wrong = read_reminders()
        assert (found, len(wrong)) == (Reminders(), 1)
    (folder / "settings.toml").unlink()
    (folder / "settings.toml").mkdir()
    assert len(read_reminders()[1]) == 1
