"""Figures of the impact that have a type: what fits, what is refused with what to write, how they are called."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.helpers.acted import Acted
from tests.helpers.items import spoken
from warroom.core.families.impact import between
from warroom.core.language import language
from warroom.core.verb import Refused


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("users 12000", ("users", "12000", "")), ("pengguna 12.5 %", ("users", "12.5", "%")),
        ("users 1,2 juta pengguna", ("users", "1200000", "")), ("requests 3.5 %", ("requests", "3.5", "%")),
        ("Permintaan 12_000", ("requests", "12000", "")), ("money Rp 350 juta", ("money", "350000000", "Rp")),
        ("uang USD 12000", ("money", "12000", "US$")), ("kasus 41", ("cases", "41", "")),
        ("data 1200 rows", ("data", "1200", "rows")),
        ("data none", ("data", "none", "")), ("data no data lost", ("data", "no data lost", "")),
        ("orders 66", ("orders", "66", "")),
        ("users unknown", ("users", "unknown", "")),
    ],
)  # fmt: skip
def test_a_figure_is_kept_by_its_sort(words: str, kept: tuple[str, str, str]) -> None:
    story = Acted()
    story.do("impact", *words.split(), minute=1)
    (figure,) = story.incident.figures
    assert (figure.what, figure.amount, figure.unit) == kept


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("money 350", "which currency"), ("users Rp 5000", "for a sum use money"), ("users 12.5", "whole numbers"),
        ("cases $ 5", "for a sum use money"), ("data 1200", "1200 rows"), ("users 5 --until -1m", "--until needs --since"),
        ("data 5 rows --since -1m --until -5m", "in order"), ("users 5 --since 2030-01-01", "future"),
    ],
)  # fmt: skip
def test_one_that_does_not_fit_is_refused_with_what_to_write(words: str, told: str) -> None:
    story = Acted()
    with pytest.raises(Refused, match=told):
        story.do("impact", *words.split(), minute=10)
    assert story.incident.figures == ()


def test_either_language_means_the_same_figure_and_each_reader_sees_their_word() -> None:
    story = Acted()
    story.do("impact", "pengguna", "12000", "--estimate", minute=1)
    (fact,) = story.do("impact", "users", "12500", minute=2)
    assert [f.amount for f in story.incident.figures] == ["12500"]
    assert not story.incident.conflicts
    assert fact.sentence(story.incident, language("en")) == "impact, users: 12,500"
    assert fact.sentence(story.incident, language("id")) == "dampak, pengguna: 12.500"
    story.do("unimpact", "pengguna", minute=3)
    assert story.incident.figures == ()


def test_lost_data_says_of_which_time_it_is() -> None:
    story = Acted()
    (fact,) = story.do("impact", "data", "1200", "rows", "--since", "14:02", "--until", "14:20", minute=5)
    assert fact.sentence(story.incident, language("en")) == "impact, data lost: 1,200 rows, 14:02 to 14:20"
    (figure,) = story.incident.figures
    assert (figure.since, figure.until) == (story.at(-28), story.at(-10))
    with spoken("id"):
        said = between(figure.since, None, UTC, language("id"))
    assert said == "sejak 14.02"


def test_a_window_is_ended_and_corrected_without_saying_all_of_it_again() -> None:
    story = Acted()
    story.do("window", "--from", "14:10", "--level", "degraded", "--component", "api", minute=1)
    story.do("window", "--from", "14:00", "--component", "pay", minute=1)
    story.do("endwindow", "14:10", "--at", "14:25", minute=2)
    api, pay = sorted(story.incident.windows, key=lambda w: w.component)
    assert (api.ends, api.level, pay.ends) == (story.at(-5), "degraded", None)
    story.do("window", "--instead", "api", "--from", "14:05", minute=3)
    api = next(w for w in story.incident.windows if w.component == "api")
    assert (api.starts, api.ends, api.level) == (story.at(-25), story.at(-5), "degraded")
    story.do("endwindow", minute=4)
    assert all(w.ends for w in story.incident.windows)
    assert len(story.incident.windows) == 2
    for words in ((), ("api",)):
        with pytest.raises(Refused, match=r"goes on|ended already"):
            story.do("endwindow", *words, minute=5)
    with pytest.raises(Refused, match="--from"):
        story.do("window", "--to", "now", minute=6)
