"""`warroom import` as a person meets it: counts, corrections, what is new, and that nothing is half written."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom
from warroom.cli import importing
from warroom.cli.failure import Trouble


def rows(tmp_path: Path, text: str, name: str = "rows.csv") -> str:
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def test_entries_are_counted_not_what_became_of_them(warroom: Warroom, incident: str, tmp_path: Path) -> None:
    sheet = rows(
        tmp_path,
        "at,text,struck,pinned\n2026-11-20T10:00Z,first,wrong host,\n2026-11-20T10:01Z,second,,yes\n2026-11-20T10:02Z,third,,\n",
    )
    assert warroom("import", sheet).out == f"imported 3 entries into {incident}\n"
    again = json.loads(warroom("import", sheet, "--json").out)
    assert (again["imported"], again["corrected"], again["known"]) == (0, 0, 3)


def test_an_edited_row_corrects_its_entry_and_the_old_text_stays(
    warroom: Warroom, incident: str, tmp_path: Path
) -> None:
    warroom("log", "databse down")
    sheet = tmp_path / "e.csv"
    warroom("export", "--out", str(sheet), "--format", "csv")
    sheet.write_text(sheet.read_text().replace("databse", "database"))
    assert warroom("import", str(sheet)).out.startswith(f"imported 0 entries into {incident}, 1 corrected")
    (entry,) = [e for e in json.loads(warroom("show", "--json").out)["entries"] if "down" in e["text"]]
    assert (entry["text"], entry["edited"]) == ("database down", 1)
    assert "databse down" in warroom("export", "--format", "json").out


def test_rows_alone_become_an_incident_of_their_own_day(
    warroom: Warroom, tmp_path: Path, library: Path
) -> None:
    sheet = rows(
        tmp_path,
        "at,kind,by,text\n2026-11-20T10:00Z,alert,monitor,1 alert\n2026-11-20T10:02Z,note,ani,2 ok\n",
    )
    ran = warroom("import", sheet, "--incident", "new", "--zone", "UTC")
    assert ran.out.startswith("imported 2 entries into INC-20261120-")
    shown = json.loads(warroom("show", "--json").out)
    assert shown["milestones"]["declared"] == "2026-11-20T10:00:00.000Z"
    assert shown["milestones"]["started"] is None
    assert "struck" not in warroom("export").out.partition("## Root cause")[0].partition("| Time |")[2]


def test_rows_that_tell_of_the_end_make_an_incident_that_is_over(warroom: Warroom, tmp_path: Path) -> None:
    sheet = rows(tmp_path, "at,kind,text\n2026-11-20T10:00Z,started,x\n2026-11-20T11:00Z,resolved,y\n")
    warroom("import", sheet, "--incident", "new")
    shown = json.loads(warroom("show", "--json").out)
    assert (shown["status"], shown["milestones"]["resolved"]) == ("resolved", "2026-11-20T11:00:00.000Z")
    assert shown["metrics"]["contradictions"] == []


def test_columns_are_told_by_the_person_or_by_their_customary_names(
    warroom: Warroom, incident: str, tmp_path: Path
) -> None:
    sheet = rows(tmp_path, "Uhrzeit,Vorfall\n2026-09-03 14:21:23,ausgerollt\n")
    refused = warroom("import", sheet, "--zone", "UTC")
    assert refused.status == 1
    assert 'found: "Uhrzeit", "Vorfall"' in refused.err
    assert "--map at=COLUMN,text=COLUMN" in refused.err
    assert warroom("import", sheet, "--zone", "UTC", "--map", "at=Uhrzeit").status == 1
    assert warroom("import", sheet, "--zone", "UTC", "--map", "nonsense").status == 2
    ran = warroom("import", sheet, "--zone", "UTC", "--map", "at=Uhrzeit,text=Vorfall")
    assert (ran.status, ran.out) == (0, f"imported 1 entry into {incident}\n")


def test_show_as_json_comes_back(warroom: Warroom, incident: str, tmp_path: Path) -> None:
    warroom("log", "about two", "--at", "~2026-11-21 14:00Z")
    warroom("log", "that day", "--at", "2026-11-21")
    warroom("log", "wrong")
    warroom("strike", "last", "not so")
    warroom("mark", "mitigated", "--at", "2026-11-21 15:00Z")
    shown = warroom("show", "--json").out
    ran = warroom("import", rows(tmp_path, shown, "s.json"), "--incident", "new")
    assert ran.out.startswith("imported 3 entries into ")
    new = ran.out.split()[4].rstrip(",")
    kept = ("id", "at", "by", "kind", "text", "struck", "struck_why", "pinned", "precision", "marks")
    before, after = json.loads(shown), json.loads(warroom("show", new, "--json").out)
    assert [{k: e[k] for k in kept} for e in after["entries"]] == [
        {k: e[k] for k in kept} for e in before["entries"]
    ]
    assert (
        "imported 0 entries" in warroom("import", rows(tmp_path, shown, "s.json"), "--incident", incident).out
    )


def test_a_stream_that_is_too_long_is_refused_and_nothing_of_it_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "_MOST", 1024)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 1025)))
    with pytest.raises(Trouble, match=r"standard input: more than .* nothing was imported"):
        importing._bytes("-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 1024)))
    assert len(importing._bytes("-")) == 1024


def test_an_export_that_says_its_id_in_small_letters_is_the_same_incident(
    warroom: Warroom, incident: str, tmp_path: Path
) -> None:
    whole = warroom("export", "--format", "json").out.replace(incident, incident.lower())
    path = rows(tmp_path, whole, "small.json")
    assert warroom("import", path).status == 1
    assert "0 facts" in warroom("import", path, "--incident", incident).out
    assert len(json.loads(warroom("list").out)) == 1


def test_a_deep_export_is_refused_in_a_sentence(warroom: Warroom, incident: str, tmp_path: Path) -> None:
    deep = '{"warroom_export":1,"incident":' + '{"a":' * 900 + "1" + "}" * 900 + ',"events":[]}'
    ran = warroom("import", rows(tmp_path, deep, "deep.json"))
    assert ran.status == 1
    assert "64 levels deep" in ran.err


def test_a_second_import_writes_nothing(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path
) -> None:
    sheet = rows(tmp_path, "at,text\n" + "".join(f"2026-11-20T10:{n % 60:02}Z,row {n}\n" for n in range(500)))
    warroom("import", sheet)
    path = library / f"{incident}.json"
    before = path.stat()
    assert "500 were there already" in warroom("import", sheet).out
    after = path.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (
        before.st_ino,
        before.st_size,
        before.st_mtime_ns,
    )
