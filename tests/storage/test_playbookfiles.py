"""Which playbook files are found, and which one counts when a team has its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from warroom.core.playbookfile import parse
from warroom.storage.errors import NotFound, StorageError
from warroom.storage.library.playbooks import own_folder, playbook_ids, playbook_texts

BASE = 'id = "{id}"\nlanguage = "en"\n[[step]]\nnumber = 1\ntitle = "{title}"\n[[step.item]]\nnumber = "1.1"\ntitle = "x"\n'
WORDS = 'translates = "{id}"\nlanguage = "{language}"\n[step]\n1 = "{title}"\n'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The team's folder of playbooks, empty."""
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path))
    folder = Path(own_folder())
    folder.mkdir()
    return folder


def test_the_ten_steps_come_with_the_program_even_without_a_library() -> None:
    assert not Path(own_folder()).exists()
    assert playbook_ids() == ["ten-steps"]
    assert parse(playbook_texts()).languages == ("en", "id")


def test_a_team_adds_a_playbook_of_its_own(own: Path) -> None:
    (own / "network.en.toml").write_text(BASE.format(id="network", title="Cable"))
    (own / "network.id.toml").write_text(WORDS.format(id="network", language="id", title="Kabel"))
    (own / "notes.txt").write_text("not a playbook")
    (own / ".network.en.toml.swp").write_bytes(b"\xff")
    assert playbook_ids() == ["network", "ten-steps"]
    assert parse(playbook_texts("network")).steps[0].title("id") == "Kabel"


def test_a_teams_own_steps_replace_the_shipped_ones_with_their_translations(own: Path) -> None:
    (own / "ten-steps.toml").write_text(BASE.format(id="ten-steps", title="Ours"))
    playbook = parse(playbook_texts())
    assert [step.title("id") for step in playbook.steps] == ["Ours"]


def test_a_team_adds_a_language_and_changes_the_words_of_another(own: Path) -> None:
    (own / "ten-steps.jv.toml").write_text(WORDS.format(id="ten-steps", language="jv", title="Goleki"))
    (own / "ten-steps.id.toml").write_text(WORDS.format(id="ten-steps", language="id", title="Cari"))
    playbook = parse(playbook_texts())
    step = playbook.steps[0]
    assert (step.title("en"), step.title("id"), step.title("jv")) == ("Identify & document", "Cari", "Goleki")
    assert len(playbook.steps) == 10


def test_an_unknown_playbook_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match=r"no playbook fire; there are: ten-steps"):
        playbook_texts("fire")


@pytest.mark.parametrize(("data", "says"), [(b"id = '\xff'", "not UTF-8 at byte 6"), (b"#" * 300_000, "KiB")])
def test_a_file_that_cannot_be_text_is_named(own: Path, data: bytes, says: str) -> None:
    (own / "ours.toml").write_bytes(data)
    with pytest.raises(StorageError, match=rf"ours\.toml.*{says}"):
        playbook_texts("ours")
    assert parse(playbook_texts()), "a bad file does not stand in the way of the others"
