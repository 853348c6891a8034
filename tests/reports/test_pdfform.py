"""The report on paper: what Typst makes of it, and what is said where Typst is missing."""

from __future__ import annotations

import sys

import pytest

from tests.helpers import real
from tests.helpers.story import at
from tests.reports.conftest import tell
from tests.reports.test_hostile import HOSTILE
from warroom.reports import CannotRender, Wanted, render

NOW = at("12:00", 3)


def test_without_typst_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CannotRender, match=r"pip install 'warroom\[pdf\]'; or export html"):
        render("pdf", Wanted(tell().incident(), NOW))


@pytest.mark.parametrize("language", ["en", "id"])
def test_it_is_a_pdf_and_the_same_one_each_time(language: str) -> None:
    pytest.importorskip("typst", reason="the extra warroom[pdf] is not installed")
    incident = tell().incident()
    made = render("pdf", Wanted(incident, NOW, language))
    assert made.startswith(b"%PDF-")
    assert render("pdf", Wanted(incident, at("12:30", 3), language)) == made


def test_hostile_text_is_set_and_not_obeyed() -> None:
    pytest.importorskip("typst", reason="the extra warroom[pdf] is not installed")
    evil = '#panic("x") #read("/etc/passwd") $x$ *b* _e_ <l> @l \\ ' + HOSTILE
    assert render("pdf", Wanted(tell(evil).incident(), NOW)).startswith(b"%PDF-")


def test_a_template_that_can_not_be_set_says_why_in_one_line() -> None:
    pytest.importorskip("typst", reason="the extra warroom[pdf] is not installed")
    with pytest.raises(ValueError, match="the template of the PDF can't be set") as caught:
        render("pdf", Wanted(tell().incident(), NOW, paper='#read("/etc/passwd")\n#nothing'))
    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)


@pytest.mark.parametrize("name", real.NAMES)
def test_real_incidents_are_set(name: str) -> None:
    pytest.importorskip("typst", reason="the extra warroom[pdf] is not installed")
    assert len(render("pdf", Wanted(real.story(name).incident(), NOW))) > 5_000
