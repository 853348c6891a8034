"""The text gate: whatever comes in, nothing that comes out can steer a terminal or hide from a reader."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core import scrub, text

# Random text rarely meets its own enemies: this alphabet makes them collide.
_HOSTILE = st.text(
    st.sampled_from(
        "ab1#* \t\r\n\x00\x07\x1b[]\\;m?\x7f\x85\x90\x9b\x9c\x9d\xa0\xad\u0301\u0338\u0323\u20e3\u034f\u061c"
        "\u200b\u200d\u200e\u2028\u202e\u2066\u2194\u2329\u2764\ufe0f\ufeff\ufffe\ud800\udc00\u1100\u1161\u11a8"
        "\u0b47\u0b3e👩💻🏽\U0001f1ee\U000e0041\U0001ffff\u3000é#@-"
    )
)
_ANY = st.one_of(
    st.text(),
    _HOSTILE,
    st.binary().map(lambda b: b.decode("latin-1")),
    st.binary().map(lambda b: b.decode("utf-8", "surrogateescape")),
)


def _is_safe(out: str, *, newline: bool) -> bool:
    bad = {"Cc", "Cs", "Zl", "Zp"}
    hidden = set("\u200b\u200e\u200f\u061c\ufeff\xad\u2060") | {
        chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    }
    return all(
        (c == "\n" and newline) or (unicodedata.category(c) not in bad and c not in hidden) for c in out
    )


@given(_ANY, st.booleans())
def test_clean_is_safe_and_stable(raw: str, multiline: bool) -> None:
    out = text.clean(raw, multiline=multiline)
    assert _is_safe(out, newline=multiline)
    assert text.clean(out, multiline=multiline) == out
    assert text.for_terminal(out, multiline=multiline) == out
    assert out == out.strip()
    assert unicodedata.is_normalized("NFC", out)
    out.encode()


@given(_ANY, st.booleans())
def test_the_exit_gate_is_safe_for_text_that_never_was_cleaned(raw: str, multiline: bool) -> None:
    out = text.for_terminal(raw, multiline=multiline)
    assert _is_safe(out, newline=multiline)
    assert text.for_terminal(out, multiline=multiline) == out


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]52;c;cm0gLXJmIC8=\x1b\\after", "after"),
        ("before\x1b]2;never closed", "before"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("\x1bP+q544e\x1b\\x", "x"),
        ("\x9b31mred\x9d0;t\x9cx", "redx"),
        ("torn \x1b[38;5;", "torn"),
        ("reset\x1bc", "reset"),
        ("bell\x07 nul\x00 del\x7f", "bell␇ nul␀ del␡"),
        ("\x1b[\x1b[31m31m", "31m"),
        ("tab\there", "tab    here"),
        ("user\u202etxt.exe", "user�txt.exe"),
        ("\u2066hidden\u2069", "�hidden�"),
        ("ze\u200bro\ufeff wi\xaddth\U000e0041", "zero width"),
        ("lone \ud83d half", "lone � half"),
        ("non\ufffechar", "non�char"),
        ("e\u0301", "é"),
        ("a\u200db v\ufe0f", "ab v"),
        ("👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3", "👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3"),
        ("naïve “quotes” – ok ✓ 支付", "naïve “quotes” – ok ✓ 支付"),
        ("no\xa0break\u3000wide", "no break wide"),
        ("[bold]x[/] [@click=app.quit]y[/]", "[bold]x[/] [@click=app.quit]y[/]"),
    ],
)
def test_clean_examples(raw: str, expected: str) -> None:
    assert text.clean(raw) == expected


def test_wrongly_decoded_quotes_do_not_swallow_the_words_between_them() -> None:
    mangled = "said “payment is down” twice".encode().decode("latin-1")
    assert "payment is down" in text.clean(mangled)


def test_newlines_stay_or_become_a_sign() -> None:
    raw = "\none\r\ntwo\rthree\u2028\n four\x85"
    assert text.clean(raw, multiline=True) == "one\ntwo\nthree\n\n four"
    assert text.clean(raw) == "one ⏎ two ⏎ three ⏎ four"


def test_a_torn_sequence_hides_no_more_than_its_own_line() -> None:
    assert text.clean("\x1b]0;gone\nstill here", multiline=True) == "still here"


@pytest.mark.parametrize(
    "start", ["\x90", "\x1b]0;", "\x9d0;", "\x9b1;", "\x1b[", "#", "@a.", "👩\u200d", "e\u0301"]
)
def test_hostile_text_of_any_size_is_done_at_once(start: str) -> None:
    # Takes minutes as soon as one pattern looks ahead to the end from every start.
    cleaned = text.clean(start * 300_000)
    assert text.clean(cleaned) == cleaned


def test_floods_of_marks_are_capped_and_real_words_are_not() -> None:
    flood = text.clean("Z" + "\u0335\u0321\u035c" * 20 + "!")
    assert sum(unicodedata.combining(c) != 0 for c in flood) == scrub.MAX_MARKS
    assert flood.endswith("!")
    thai = "ที่นี่มีปัญหา"
    assert text.clean(thai) == unicodedata.normalize("NFC", thai)


def test_every_character_of_the_short_cut_is_one_that_the_long_way_leaves_alone() -> None:
    detour = "\u200b"  # any character that forces the long way and is dropped there
    for code in range(0x3000):
        char = chr(code)
        if char != "\n" and scrub._PLAIN.fullmatch(char):
            assert scrub.scrub(char + detour) == char


def test_exit_gate_keeps_indentation() -> None:
    assert text.for_terminal("  ├ é\x07") == "  ├ é␇"


@given(_ANY)
def test_names_fit_on_a_line_and_are_no_option(raw: str) -> None:
    name = text.clean_name(raw)
    assert len(name) <= text.MAX_NAME_CHARS
    assert not name.startswith("-")
    assert "\n" not in name
    assert name == " ".join(name.split())
    assert text.clean_name(name) == name


def test_clean_name_examples() -> None:
    assert text.clean_name(" --rm\n -rf ") == "rm -rf"
    assert text.clean_name("x" * 100) == "x" * 64
    assert text.clean_name("x" * 62 + "👩\u200d💻") == "x" * 62 + "👩"


@given(_ANY, st.integers(60, 200))
def test_limited_text_fits_and_is_stable(raw: str, size: int) -> None:
    cleaned = text.clean(raw, multiline=True)
    out = text.limit(cleaned, max_bytes=size)
    assert len(json.dumps(out, ensure_ascii=False).encode()) - 2 <= size
    assert text.limit(out, max_bytes=size) == out


@pytest.mark.parametrize("unit", ["x", "é", "💥", '"', "\\", "a\n"])
def test_a_text_of_any_kind_fits_a_line_and_says_what_was_cut(unit: str) -> None:
    raw = unit * 100_000
    out = text.limit(raw)
    assert text.limit("x" * 32 * 1024) == "x" * 32 * 1024
    assert 31 * 1024 < len(json.dumps(out, ensure_ascii=False).encode()) <= 32 * 1024 + 2
    assert out.endswith(f"of {text._stored_bytes(raw):,} bytes]")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ("TODO fix the alert", "fix the alert"),
        ("  TODO: fix", "fix"),
        ("todo: fix", "fix"),
        ("Todo list is empty", None),
        ("TODOs exist", None),
        ("TODO", None),
        ("TODO:", None),
        ("the TODO list", None),
    ],
)
def test_todo(raw: str, what: str | None) -> None:
    assert text.todo(raw) == what
