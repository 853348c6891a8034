"""A person's own keymap: what can be used is used, and what can't is said."""

from __future__ import annotations

import pytest

from warroom.screens.keys import meant, read_keymap


def test_a_key_is_moved() -> None:
    assert read_keymap('[keys]\n"verb.undo" = "W"\n') == ({"verb.undo": "W"}, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\n"verb.dance" = "W"\n', "verb.dance"),
        ('[keys]\n"verb.undo" = ""\n', "needs a key"),
        ('[keys]\n"verb.undo" = "t"\n', "is taken by"),
        ('[keys]\n"verb.tick" = "u"\n', "is taken by"),
        ("[keys\n", "no TOML"),
        ("keys = 3\n", "no table"),
    ],
)
def test_a_key_that_cannot_be_used_is_left_as_it_was_and_said(text: str, said: str) -> None:
    good, wrong = read_keymap(text)
    assert good == {}
    assert len(wrong) == 1
    assert said in wrong[0]


def test_the_same_key_may_serve_in_two_panes() -> None:
    good, wrong = read_keymap('[keys]\n"verb.pin" = "t"\n')
    assert (good, wrong) == ({"verb.pin": "t"}, [])


def test_a_key_may_be_several_verbs_each_for_another_sort_of_row() -> None:
    assert meant("withdraw", "hypothesis", {})
    assert not meant("unoption", "hypothesis", {})
    assert meant("reassign", "assignment", {})
    assert not meant("option", "assignment", {})
    assert meant("option", "", {}), "what needs no row, where there is none"
    assert not meant("reassign", "", {})
    assert meant("withdraw", "", {}), "it says what to select"
    assert meant("unoption", "hypothesis", {"verb.withdraw": "f9"}), "by the keys as the person has them"
    assert read_keymap('[keys]\n"verb.judge" = "d"\n') == ({"verb.judge": "d"}, [])
    assert read_keymap('[keys]\n"verb.confidence" = "v"\n')[0] == {}
