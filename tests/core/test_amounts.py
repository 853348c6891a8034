"""Figures as people write them: read whole, or refused with what they may mean."""

from __future__ import annotations

import pytest

from warroom.core.amounts import BadAmount, parse_amount, written


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12000", "12000", ""), ("12000 requests", "12000", "requests"), ("12 000", "12000", ""), ("1_000", "1000", ""),
        ("3.5", "3.5", ""), ("1,5", "1.5", ""), ("12.50", "12.50", ""), ("0.125", "0.125", ""),
        ("1,200,000.5", "1200000.5", ""), ("1.200.000,5", "1200000.5", ""), ("1.200.000", "1200000", ""),
        ("99.999 %", "99.999", "%"), ("99,95%", "99.95", "%"), ("0,5 persen", "0.5", "persen"),
        ("Rp 1,2 miliar", "1200000000", "Rp"), ("Rp1.200.000", "1200000", "Rp"), ("IDR 350 juta", "350000000", "Rp"),
        ("1,2 miliar rupiah", "1200000000", "rupiah"), ("$4k", "4000", "$"), ("1.5 million USD", "1500000", "US$"),
        ("2,5 triliun", "2500000000000", ""), ("45 ribu transaksi", "45000", "transaksi"), ("7 GB", "7", "GB"),
        ("no data lost", "no data lost", ""), ("none", "none", ""), ("semua", "semua", ""),
    ],
)  # fmt: skip
def test_a_figure_is_the_number_that_was_meant(text: str, number: str, unit: str) -> None:
    assert parse_amount(text) == (number, unit, False)


@pytest.mark.parametrize("text", ["~300 orders", "about 300 orders", "sekitar 300 orders", "± 300 orders"])
def test_an_estimate_is_known_by_its_words(text: str) -> None:
    assert parse_amount(text) == ("300", "orders", True)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("1,250", ("1250", "1.2500")), ("99.999", ("99999", "99.9990")), ("12.000 users", ("12000", "12.0000")),
        ("Rp 1.250", ("1250", "1.2500")), ("1,250 juta", ("1250", "1.2500")),
    ],
)  # fmt: skip
def test_what_may_be_a_thousand_times_as_much_is_asked(text: str, both: tuple[str, str]) -> None:
    with pytest.raises(BadAmount) as told:
        parse_amount(text)
    for one in both:
        assert f"write {both[0]} or {both[1]}" in str(told.value)
        assert parse_amount(one).number == one


@pytest.mark.parametrize(
    "text", ["", "~", "-5", "abc", "nan", "1e40", "1,2,3", "1.2.3", "5 M", "1" * 30, "1,2.3,4"]
)
def test_what_is_no_figure_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadAmount) as told:
        parse_amount(text)
    assert "\n" not in str(told.value)


def test_money_stands_before_its_number() -> None:
    assert written("1.200.000", "Rp") == "Rp 1.200.000"
    assert written("12,000", "requests") == "12,000 requests"
    assert written("5", "") == "5"
    assert written("4", "US$ a day") == "US$ 4 a day"
