"""What could be told now: drafted from the record, for the house and for people outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.helpers.acted import Acted
from tests.helpers.examples import ten_steps
from warroom.core.language import language
from warroom.core.shortening import SHORT, pieces, short_form
from warroom.reports.can import draft, long_form, says_next
from warroom.reports.context import context


@pytest.fixture
def story() -> Acted:
    made = Acted(
        "Checkout down on db-7", "--sev", "1", "--system", "checkout", "--symptom", "cards fail with 503 from 10.0.0.7",
        playbook=ten_steps(),
    )  # fmt: skip
    made.do("role", "ic", "ani", minute=1)
    made.do("log", "--kind", "action", "restarted db-7 with the password from the vault", minute=2)
    made.do("log", "--kind", "action", "payments work again for most", minute=3)
    made.do("suspect", "pool of db-7 is full", minute=4)
    return made


def text(story: Acted, audience: str, code: str = "en", *, plan: bool = False) -> str:
    seen = context(story.incident, story.at(10), code)
    return long_form(draft(seen, audience, plan=plan), seen)


def test_the_house_hears_what_the_record_says(story: Acted) -> None:
    told = text(story, "stakeholders")
    assert told.split("\n") == [
        "Conditions:", "- SEV1, declared, since 21 November 2026 14:30 UTC.", "- Affected: checkout",
        "- cards fail with 503 from 10.0.0.7", "- Suspected: pool of db-7 is full", "", "Actions:",
        "- 14:32 restarted db-7 with the password from the vault", "- 14:33 payments work again for most", "",
        "Needs: Somebody for: Deputy, Scribe, Operations Lead, Communications Lead", "",
        "Next update: 21 November 2026 15:00 UTC",
    ]  # fmt: skip


def test_people_outside_hear_nothing_that_nobody_marked(story: Acted) -> None:
    told = text(story, "users")
    for secret in ("db-7", "10.0.0.7", "checkout", "Checkout", "pool", "restarted", "ani", "INC-", "14:3"):
        assert secret not in told, secret
    assert told.startswith("We have noticed a problem and are looking into it.\nA vital service is down")
    assert draft(context(story.incident, story.at(10)), "users").left_out == 2


def test_people_outside_hear_what_was_marked_as_it_was_read(story: Acted) -> None:
    story.do("safe", "payments work", minute=5)
    story.do("safe", "--field", "systems", minute=5)
    seen = context(story.incident, story.at(10))
    made = draft(seen, "users")
    assert made.subject == "Service update: checkout"
    assert made.actions == ("14:33 payments work again for most",)
    assert "Affected: checkout" in text(story, "users")
    story.do("systems", "checkout,db-7", minute=6)
    assert "db-7" not in text(story, "users"), "the new words were not read"


def test_it_speaks_indonesian(story: Acted) -> None:
    assert text(story, "stakeholders", "id").startswith(
        "Kondisi:\n- SEV1, dibuka, sejak 21 November 2026 14.30 UTC."
    )
    assert text(story, "users", "id").startswith("Kami mengetahui ada masalah dan sedang memeriksanya.")
    assert text(story, "users", "id").endswith("Pembaruan berikutnya: 21 November 2026 15.00 UTC")


def test_a_plan_is_drafted_from_what_was_decided(story: Acted) -> None:
    story.do("log", "--kind", "decision", "we roll back to 2.3.1", minute=5)
    assert "Actions: 14:35 we roll back to 2.3.1" in text(story, "support", plan=True)
    story.do("plan", "roll back to 2.3.1 in waves", minute=6)
    assert "roll back to 2.3.1 in waves" in text(story, "support", plan=True)
    assert "2.3.1" not in text(story, "users", plan=True), "nobody has marked that as safe"


def test_an_open_question_is_a_need(story: Acted) -> None:
    story.do("ask", "support", "are cards charged twice?", minute=5)
    assert "- An answer from support: are cards charged twice?" in text(story, "responders")


def test_when_it_is_over_nobody_is_promised_another_update(story: Acted) -> None:
    story.do("resolve", "--despite", "a drill", minute=20)
    assert "Next update" not in text(story, "stakeholders")
    assert text(story, "users").startswith("The problem is solved.")


def test_a_line_on_the_next_update_is_known_in_either_language() -> None:
    assert says_next("Down.\n\nNext update: soon")
    assert says_next("Mati.\nPembaruan berikutnya: nanti")
    assert not says_next("The next update: soon")


@pytest.mark.parametrize("most", [40, 160, SHORT])
def test_the_short_form_fits_and_keeps_both_ends(most: int) -> None:
    long = "\n".join(
        ["Conditions:", *(f"- point {n}: {'word ' * 40}" for n in range(40)), "Next update: 15:00"]
    )
    short = short_form(long, language("en"), most)
    assert len(short) <= most
    assert short.startswith("Conditions:")
    if most >= 160:
        assert short.endswith("Next update: 15:00")
        assert "… and " in short


def test_pieces_are_numbered_and_lose_nothing() -> None:
    long = " ".join(f"word{n}" for n in range(500))
    found = pieces(long, 160)
    assert all(len(p) <= 160 for p in found)
    assert found[0].startswith(f"(1/{len(found)}) ")
    assert " ".join(p.partition(") ")[2] for p in found).split() == long.split()
    assert pieces("short", 160) == ["short"]
    assert "".join(p.partition(") ")[2] for p in pieces("x" * 1000, 100)) == "x" * 1000


def test_the_next_update_is_when_the_person_says() -> None:
    story = Acted("Down", "--sev", "4", playbook=ten_steps())
    seen = context(story.incident, story.at(10))
    assert draft(seen, "support").next_at is None, "nothing is promised at SEV4"
    assert draft(seen, "support", after=timedelta(minutes=20)).next_at == story.at(30)
