"""What somebody missed, from the shell."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Warroom


def test_the_digest_is_told_in_words_and_as_json_in_both_languages(
    warroom: Warroom, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert incident
    warroom("--as", "budi", "sev", "2", "only refunds")
    warroom("--as", "budi", "log", "cpu is flat")
    warroom("--as", "budi", "role", "scribe", "ani")
    told = json.loads(warroom("digest", "--json").out)
    assert told["since"] is None
    assert [(r["kind"], r["yours"]) for r in told["rows"]] == [
        ("severity.changed", False),
        ("role.assigned", True),
    ]
    assert told["other_entries"] == 1
    monkeypatch.setenv("WARROOM_LANG", "id")
    assert "Untuk Anda" in warroom("digest", "--plain").out
    assert "dan 1 entri lain" in warroom("digest", "--plain").out
    monkeypatch.delenv("WARROOM_LANG")
    assert json.loads(warroom("digest", "--since", "-1h", "--json").out)["turns"][0]["now"] == "SEV2"
    assert warroom("digest", "--since", "soon").status == 2
    assert "Nothing that you should know" in warroom("digest", "--since", "2030-01-01", "--plain").out
