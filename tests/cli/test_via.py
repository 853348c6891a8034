"""Where an entry came from: by the shell or by an import, and of which host."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.cli.conftest import Warroom

HOST = os.uname().nodename.partition(".")[0]


def test_each_entry_says_by_which_door_it_came(warroom: Warroom, incident: str, tmp_path: Path) -> None:
    assert incident
    warroom("log", "by the quick path")
    warroom("log", "--json", "by the full path")
    rows = tmp_path / "chat.csv"
    rows.write_text("at,kind,by,text\n2026-11-21T14:00:00Z,note,eko,imported\n", "utf-8")
    assert warroom("import", str(rows)).status == 0
    told = {e["text"]: e["via"] for e in json.loads(warroom("show", "--json").out)["entries"]}
    assert told == {
        "by the quick path": f"shell@{HOST}", "by the full path": f"shell@{HOST}", "imported": f"import@{HOST}",
    }  # fmt: skip
    assert warroom("verify").status == 0
