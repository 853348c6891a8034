"""A long sentence on a narrow line: what to do is still to be read."""

from __future__ import annotations

import pytest

from warroom.views.cells import cells
from warroom.views.lines import ASCII
from warroom.views.squeezed import squeezed

FOLDER = "/home/ani/.local/share/warroom/incidents-of-the-payments-team"


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        (
            f"{FOLDER}/INC-20261128-AAA.json: the file is gone; put it back",
            "…/INC-20261128-AAA.json: the file is gone; put it back",
        ),
        ("short enough /a/b; do it", "short enough /a/b; do it"),
        (
            f"{FOLDER}/a.json and {FOLDER}/exports/b.json differ; look at both",
            "…/a.json and …/b.json differ; look at both",
        ),
    ],
)
def test_paths_give_way_in_their_middle(text: str, comes_to: str) -> None:
    assert squeezed(text, 80) == comes_to


def test_what_comes_before_the_advice_gives_way_next() -> None:
    long = f"{'the disk is in a very bad way and has been for an hour, ' * 3}it seems; free some space"
    said = squeezed(long, 80)
    assert cells(said) <= 80
    assert said.startswith("the disk is in a very bad way")
    assert said.endswith("…; free some space")
    assert squeezed(long, 80, ASCII).isascii()


def test_a_sentence_without_advice_is_left_to_be_cropped() -> None:
    assert squeezed("x" * 200, 80) == "x" * 200
    assert squeezed("", 0) == ""
