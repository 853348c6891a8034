"""The shell's door speaks the language that was chosen: help, answers, errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom


@pytest.fixture
def indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_LANG", "id")


@pytest.mark.usefixtures("indonesian")
def test_help_answers_and_errors(warroom: Warroom) -> None:
    whole = warroom("--help").out
    assert "ruang kerja untuk insiden produksi" in whole
    assert "catat entri" in whole
    assert "siapa yang bertindak" in whole
    assert "tingkat keparahan, 1 (terparah) sampai 4" in warroom("help", "declare").out
    assert "belum ada insiden" in warroom("log", "x").err
    warroom("declare", "DNS mati")
    assert "menjadi Incident Commander" in warroom("role", "ic", "me").out
    assert "bukan tingkat keparahan" in warroom("sev", "7").err
    assert "status sudah" in warroom("status", "declared").err
    assert "tidak ada perintah" in warroom("nonsense").err
    assert "bukan waktu" in warroom("log", "x", "--at", "sometime").err
    assert "tidak ada yang perlu dikerjakan" in warroom("follow-ups", "--plain").out
    assert "1 insiden, 1 masih terbuka" in warroom("stats", "--plain").out


@pytest.mark.usefixtures("indonesian")
def test_what_scripts_read_stays_as_it_is(warroom: Warroom) -> None:
    warroom("declare", "DNS mati")
    shown = json.loads(warroom("show").out)
    assert shown["status"] == "declared"
    assert shown["metrics"]["missing"]["ttr"] == "resolved not recorded"
    assert json.loads(warroom("stats").out)["ttd"]["definition"] == "detected - started"


@pytest.mark.usefixtures("indonesian")
def test_the_room_in_plain_lines_names_what_was_written_and_the_steps(warroom: Warroom) -> None:
    warroom("declare", "DNS mati")
    for section in ("went_well", "went_badly", "luck"):
        assert warroom("write", section, "teks").status == 0
    shown = warroom("show", "--plain").out
    names = ("yang berjalan baik", "yang belum berjalan baik", "yang kebetulan membantu")
    rows = [line for line in shown.splitlines() if " teks " in line]
    assert [row[2 : row.index(" teks ")].rstrip() for row in rows] == list(names)
    assert len({row.index("teks") for row in rows}) == 1
    assert "went" not in shown
    assert "Announce the plan" not in shown


@pytest.mark.usefixtures("indonesian")
def test_what_is_wrong_with_a_file_is_told_in_the_language(
    warroom: Warroom, library: Path, tmp_path: Path
) -> None:
    warroom("declare", "DNS mati")
    rows = tmp_path / "rows.csv"
    for time, said in (
        ("2026-11-21 14:02", 'baris 2: "2026-11-21 14:02" tidak punya zona waktu'),
        ("14:02", "harinya tidak ada"),
        ("soonish", '"soonish" bukan waktu; tulis seperti'),
        ("", "tidak ada waktu di `at`"),
    ):
        rows.write_text(f"at,text\n{time},x\n", "utf-8")
        assert said in warroom("import", str(rows)).err
    assert "tidak ada insiden itu di" in warroom("show", "nowhere").err
    (path,) = library.glob("INC-*.json")
    path.write_bytes(path.read_bytes().replace(b"DNS mati", b"DNS mata"))
    assert "diubah, checksum-nya tidak cocok" in warroom("verify").out
