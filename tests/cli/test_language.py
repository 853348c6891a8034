"""The shell's door speaks the language that was chosen: help, answers, errors."""

from __future__ import annotations

import json

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
