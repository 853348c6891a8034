"""By which door of which host something came."""

from __future__ import annotations

import pytest

from warroom.core.door import door, words


@pytest.mark.parametrize(
    ("name", "host", "told"),
    [
        ("shell", "web-1.example.com", "shell@web-1"),
        ("console", "", "console"),
        ("shell", "e\x1b[31mvil", "shell@e31mvil"),
    ],
)
def test_the_host_is_named_up_to_its_first_dot_and_harmless(name: str, host: str, told: str) -> None:
    assert door(name, host) == told
    assert words(told) == (name, told.partition("@")[2])


def test_what_a_file_says_may_be_anybodys() -> None:
    assert all(part.isprintable() for part in words("sh\x1b]0;x\x07ell@\u202ehost"))
    assert words("") == ("", "")
