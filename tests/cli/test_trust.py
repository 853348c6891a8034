"""Sealing, proving and redacting through the shell's door: real processes, real keys, real files."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Warroom
from tests.helpers.keys import needs_ssh, new_key
from warroom.storage.file.layout import decode, seal
from warroom.storage.library.drafts import Drafts

HEAD = r"\b\d+:[0-9a-f]{24}\b"
SECRET = "the token is hunter2-9f8e7d6c5b4a"


@pytest.fixture
def key(own_home: Path) -> str:
    """The person's default key; its public half."""
    return new_key(own_home / ".ssh" / "id_ed25519")


def proof(warroom: Warroom, incident: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(warroom("verify", incident, "--json").out)
    return found


def rows_of(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_bytes())["events"].values())


def altered(path: Path, old: bytes, change: dict[str, str]) -> None:
    """Changes the line that holds `old`, and puts the whole chain behind it right again, as a forger would."""
    lines = path.read_bytes().split(b"\n")
    after = ""
    found = False
    for i, line in enumerate(lines):
        head, colon, raw = line.partition(b'": {')
        if not colon or i < 2:
            continue
        value = decode(b"{" + raw)
        found = found or old in line
        if found:
            value = {k: v for k, v in value.items() if k != "crc"} | (change if old in line else {})
            value["after"] = after if old not in line else value["after"]
            lines[i] = head + b'": ' + seal(value)
        after = hashlib.sha256(lines[i].partition(b": ")[2]).hexdigest()[:32]
    assert found
    path.write_bytes(b"\n".join(lines))


@needs_ssh
def test_a_seal_is_made_with_the_persons_own_key_and_checked(
    warroom: Warroom, incident: str, key: str
) -> None:
    warroom("log", "before the seal")
    ran = warroom("seal", incident)
    assert (ran.status, ran.err) == (0, "")
    assert re.search(r"sealed \d+ events of 1 writer in INC-\S+ with SHA256:", ran.out)
    found = proof(warroom, incident)
    assert found["ok"]
    assert [s["counts"] for s in found["seals"]] == [True]
    assert found["unsealed"] == 0
    warroom("log", "one")
    warroom("log", "two")
    said = warroom("verify", incident).out
    assert "2 events after the last seal: only the chain vouches for them" in said
    assert "whose key that is, nothing here says" in said


@needs_ssh
def test_a_log_without_a_seal_says_what_that_leaves_open(warroom: Warroom, incident: str) -> None:
    assert "no seal vouches for this log" in warroom("verify", incident).out


@needs_ssh
def test_a_forged_chain_is_caught_by_the_seal_only(
    warroom: Warroom, incident: str, key: str, library: Path
) -> None:
    warroom("log", "error rate 32 %")
    warroom("log", "rolled back")
    path = library / f"{incident}.json"
    unsealed = path.read_bytes()
    altered(path, b"error rate 32 %", {"text": "error rate 2 %"})
    assert warroom("verify", incident).status == 0, "without a seal a whole chain proves only itself"
    path.write_bytes(unsealed)
    assert warroom("seal", incident).status == 0
    altered(path, b"error rate 32 %", {"text": "error rate 2 %"})
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert "is not the one that was sealed" in ran.out


@needs_ssh
@pytest.mark.parametrize("change", [{"by": "mallory"}, {"at": "2020-01-01T00:00:00.000Z"}])
def test_a_seal_that_was_changed_is_not_genuine(
    warroom: Warroom, incident: str, key: str, library: Path, change: dict[str, str]
) -> None:
    warroom("seal", incident)
    altered(library / f"{incident}.json", b"log.sealed", change)
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert "this seal is not genuine: the signature does not fit" in ran.out


@needs_ssh
def test_sealed_events_that_were_cut_from_the_end_are_named(
    warroom: Warroom, incident: str, key: str, library: Path, tmp_path: Path
) -> None:
    path = library / f"{incident}.json"
    warroom("log", "the last word")
    warroom("seal", incident)
    lines = path.read_bytes().split(b"\n")
    at = next(i for i, line in enumerate(lines) if b"the last word" in line)
    del lines[at]
    (tmp_path / "copy.json").write_bytes(b"\n".join(lines))
    ran = warroom("verify", str(tmp_path / "copy.json"))
    assert ran.status == 3
    assert "is missing; the seal on line" in ran.out


@needs_ssh
def test_a_team_says_whose_seals_count(
    warroom: Warroom, incident: str, key: str, library: Path, own_home: Path
) -> None:
    warroom("seal", incident)
    signers = library / "allowed_signers"
    signers.write_text(f'ani@example.com namespaces="warroom" {key}\n')
    assert "the key of ani@example.com by allowed_signers" in warroom("verify", incident).out
    other = new_key(own_home / "other")
    signers.write_text(f"budi@example.com {other}\n")
    found = proof(warroom, incident)
    assert [s["counts"] for s in found["seals"]] == [False]
    assert found["unsealed"] == found["events"]
    assert "allowed_signers does not list that key" in warroom("verify", incident).out
    warroom("seal", incident, "--key", str(own_home / "other"))
    assert "the key of budi@example.com" in warroom("verify", incident).out


@needs_ssh
def test_the_key_of_an_agent_signs_when_there_is_no_other(
    warroom: Warroom, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = new_key(tmp_path / "carried")
    started = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    for name, value in re.findall(r"(SSH_\w+)=([^;]+);", started):
        monkeypatch.setenv(name, value)
    try:
        subprocess.run(["ssh-add", "-q", str(tmp_path / "carried")], check=True)
        (tmp_path / "carried").unlink()
        assert warroom("seal", incident).status == 0
        assert proof(warroom, incident)["seals"][0]["counts"]
        (tmp_path / "half.pub").write_text(public + "\n")
        assert warroom("seal", incident, "--key", str(tmp_path / "half.pub")).status == 0
    finally:
        subprocess.run(["ssh-agent", "-k"], check=True, capture_output=True)


def test_no_key_and_no_ssh_keygen_are_said_in_one_line(
    warroom: Warroom, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Path
) -> None:
    before = (library / f"{incident}.json").read_bytes()
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "none"))
    for ran in (warroom("seal", incident), warroom("seal", incident, "--key", str(tmp_path / "none"))):
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert "--key FILE" in ran.err
    (tmp_path / "key").write_text("no key")
    ran = warroom("seal", incident, "--key", str(tmp_path / "key"))
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = warroom("seal", incident, "--key", str(tmp_path / "key"))
    assert "ssh-keygen is not installed" in ran.err
    assert (library / f"{incident}.json").read_bytes() == before


@needs_ssh
def test_a_damaged_log_is_not_sealed(warroom: Warroom, incident: str, key: str, library: Path) -> None:
    warroom("log", "rolled back")
    path = library / f"{incident}.json"
    path.write_bytes(path.read_bytes().replace(b"rolled back", b"rolled over"))
    ran = warroom("seal", incident)
    assert ran.status == 3
    assert "a seal would vouch for" in ran.err


@needs_ssh
def test_a_seal_stays_behind_when_an_export_becomes_another_file(
    warroom: Warroom, incident: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warroom("seal", incident)
    warroom("export", incident, "--out", str(tmp_path / "all.json"))
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "other"))
    ran = warroom("import", str(tmp_path / "all.json"))
    assert "1 seal" in ran.err
    assert proof(warroom, incident)["ok"]
    assert proof(warroom, incident)["seals"] == []


def redacted(warroom: Warroom, *more: str) -> Ran:
    return warroom("redact", "hunter2", "--yes", "--why", "a live token", *more)


def test_a_redaction_takes_the_text_out_of_every_byte_and_leaves_a_record(
    warroom: Warroom, incident: str, library: Path
) -> None:
    entry = warroom("log", SECRET).out.strip()
    warroom("correct", entry, SECRET + " now")
    warroom("log", "after it")
    ran = redacted(warroom)
    assert (ran.status, ran.err) == (0, "")
    assert all(b"hunter2" not in file.read_bytes() for file in library.rglob("*") if file.is_file())
    record = next(r for r in rows_of(library / f"{incident}.json") if r["kind"] == "entry.redacted")
    assert (record["entry"], record["by"], record["why"]) == (entry, "ani", "a live token")
    assert [one["sha256"] for one in record["taken"].values()] == [
        hashlib.sha256(text.encode()).hexdigest() for text in (SECRET, SECRET + " now")
    ]
    found = proof(warroom, incident)
    assert (found["ok"], found["redacted"]) == (True, 2)
    shown = next(e for e in json.loads(warroom("show").out)["entries"] if e["id"] == entry)
    assert (shown["text"], shown["redacted"]) == ("[redacted]", "a live token")
    assert warroom("log", "life goes on").status == 0
    assert proof(warroom, incident)["ok"]


def test_a_redaction_asks_first_and_names_the_entry(warroom: Warroom, incident: str, library: Path) -> None:
    warroom("log", SECRET)
    before = (library / f"{incident}.json").read_bytes()
    ran = warroom("redact", "hunter2", "--why", "a live token")
    assert ran.status == 1
    assert SECRET in ran.err
    assert "--yes" in ran.err
    assert warroom("redact", "hunter2", "--yes").status == 2, "a reason is needed"
    assert (library / f"{incident}.json").read_bytes() == before


def test_neither_a_second_redaction_nor_an_undo_of_one_does_anything(
    warroom: Warroom, incident: str, library: Path
) -> None:
    entry = warroom("log", SECRET).out.strip()
    redacted(warroom)
    before = (library / f"{incident}.json").read_bytes()
    again = warroom("redact", entry, "--yes", "--why", "again")
    undo = warroom("undo")
    assert (again.status, undo.status) == (1, 1)
    assert "a redaction can't be undone" in undo.err
    assert (library / f"{incident}.json").read_bytes() == before


def test_what_still_holds_the_words_is_named(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path
) -> None:
    warroom("log", SECRET)
    warroom("update", SECRET)
    report, elsewhere = tmp_path / "report.md", tmp_path / "clean.md"
    assert warroom("export", incident, "--out", str(report)).status == 0
    elsewhere.write_text("nothing")
    (library / "evidence").mkdir()
    (library / "evidence" / "console.log").write_text(f"> {SECRET}\n")
    ran = redacted(warroom)
    assert ran.status == 0
    for name in (report, library / "evidence" / "console.log", library / f"{incident}.json"):
        assert str(name) in ran.err
    assert "in another event" in ran.err
    assert str(elsewhere) not in ran.err


@pytest.mark.parametrize("name", [".{}.json.123-abcd.tmp", "{}.json.torn"])
def test_what_a_crash_left_beside_the_file_holds_the_words_no_more(
    warroom: Warroom, incident: str, library: Path, name: str
) -> None:
    warroom("log", SECRET)
    left = library / name.format(incident)
    left.parent.mkdir(exist_ok=True)
    left.write_bytes((library / f"{incident}.json").read_bytes()[:-40] + b"\nother\n")
    assert redacted(warroom).status == 0
    assert not left.exists() or (b"hunter2" not in left.read_bytes() and b"other" in left.read_bytes())


def test_a_half_typed_line_with_the_words_is_forgotten(
    warroom: Warroom, incident: str, library: Path
) -> None:
    warroom("log", SECRET)
    drafts = Drafts(library)
    drafts.save(incident, "ani", SECRET[:-3])
    drafts.save(incident, "budi", "another line")
    assert redacted(warroom).status == 0
    assert (drafts.load(incident, "ani"), drafts.load(incident, "budi")) == ("", "another line")


@needs_ssh
def test_a_seal_holds_through_a_redaction(warroom: Warroom, incident: str, key: str) -> None:
    warroom("log", SECRET)
    warroom("seal", incident)
    redacted(warroom)
    found = proof(warroom, incident)
    assert found["ok"]
    assert found["seals"][0]["counts"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "an innocent remark"}, "altered after its redaction"),
        ({"by": "mallory"}, "altered after its redaction"),
        ({"was": "0" * 32}, "altered after its redaction"),
    ],
)
def test_a_redacted_line_can_be_altered_no_more_than_any_other(
    warroom: Warroom, incident: str, library: Path, change: dict[str, str], says: str
) -> None:
    warroom("log", SECRET)
    redacted(warroom)
    path = library / f"{incident}.json"
    lines = path.read_bytes().split(b"\n")
    at = next(i for i, line in enumerate(lines) if b'"was":' in line and b"entry.logged" in line)
    head, _, raw = lines[at].partition(b": ")
    lines[at] = head + b": " + seal({k: v for k, v in (decode(raw) | change).items() if k != "crc"})
    path.write_bytes(b"\n".join(lines))
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert says in ran.out


def test_a_text_cannot_be_taken_out_without_a_record(warroom: Warroom, incident: str, library: Path) -> None:
    warroom("log", SECRET)
    warroom("log", "after")
    path = library / f"{incident}.json"
    whole = path.read_bytes()
    lines = whole.split(b"\n")
    at = next(i for i, line in enumerate(lines) if b"hunter2" in line)
    head, _, raw = lines[at].partition(b": ")
    value = {k: v for k, v in decode(raw).items() if k != "crc"}
    lines[at] = (
        head + b": " + seal({**value, "text": "[redacted]", "was": hashlib.sha256(raw).hexdigest()[:32]})
    )
    path.write_bytes(b"\n".join(lines))
    assert "no redaction of it is in the log" in warroom("verify", incident).out


def test_a_backup_put_back_brings_the_words_back_and_that_is_said(
    warroom: Warroom, incident: str, library: Path
) -> None:
    warroom("log", SECRET)
    path = library / f"{incident}.json"
    old = next(line for line in path.read_bytes().split(b"\n") if b"hunter2" in line)
    redacted(warroom)
    lines = path.read_bytes().split(b"\n")
    at = next(i for i, line in enumerate(lines) if b'"was":' in line and b"entry.logged" in line)
    lines[at] = old
    path.write_bytes(b"\n".join(lines))
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert "stands here again" in ran.out


def test_a_redacted_export_comes_in_as_a_redacted_incident(
    warroom: Warroom, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warroom("log", SECRET)
    redacted(warroom)
    warroom("export", incident, "--out", str(tmp_path / "all.json"))
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "other"))
    ran = warroom("import", str(tmp_path / "all.json"))
    assert (ran.status, ran.err) == (0, "")
    assert proof(warroom, incident)["ok"]
    assert [e["redacted"] for e in json.loads(warroom("show").out)["entries"]] == ["a live token"]


def test_a_backup_put_back_goes_on_under_a_new_origin_and_says_so(
    warroom: Warroom, incident: str, library: Path
) -> None:
    path = library / f"{incident}.json"
    warroom("log", "before the backup")
    backup = path.read_bytes()
    warroom("log", "after the backup")
    path.write_bytes(backup)
    assert "is missing" in warroom("verify", incident).out, "this host remembers how far it was"
    ran = warroom("log", "after the disaster")
    assert ran.status == 0
    assert "goes on under a new origin" in ran.err
    assert warroom("log", "and on").err == ""
    found = proof(warroom, incident)
    assert len(found["origins"]) == 2
    assert [p for p in found["problems"] if "is missing" not in p] == []
    assert len(found["problems"]) == 1, "what was acknowledged and is gone stays named"
    (library / f"{incident}.json.origin").unlink()
    assert proof(warroom, incident)["ok"], "who put the backup back on purpose lets the note go"


def test_a_copy_in_a_second_place_goes_on_under_a_new_origin_and_says_so(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path
) -> None:
    path, copy = library / f"{incident}.json", tmp_path / f"{incident}.json"
    warroom("log", "before the copy")
    copy.write_bytes(path.read_bytes())
    assert "goes on under a new origin" in warroom("log", "--incident", str(copy), "in the copy").err
    assert warroom("log", "in the first").err == ""
    ours, theirs = (json.loads(warroom("verify", str(p), "--json").out) for p in (path, copy))
    assert (ours["ok"], len(ours["origins"])) == (True, 1)
    assert (theirs["ok"], len(theirs["origins"])) == (True, 2)


@pytest.mark.parametrize("form", ["markdown", "text", "brief", "chat", "json"])
def test_each_report_carries_the_head_of_the_record_and_verify_takes_it(
    warroom: Warroom, incident: str, form: str
) -> None:
    made = warroom("export", incident, "--format", form).out
    head = json.loads(made)["head"] if form == "json" else head_in(made)
    warroom("log", "said after the report was made")
    ran = warroom("verify", incident, "--head", head)
    assert ran.status == 0, ran.out
    other = head[:-1] + ("0" if head[-1] != "0" else "1")
    assert warroom("verify", incident, "--head", other).status == 3


@pytest.mark.parametrize("form", ["words", "json"])
def test_an_update_carries_the_head_of_the_record_as_it_stood(
    warroom: Warroom, incident: str, library: Path, form: str
) -> None:
    ran = warroom("update", "--next", "20m", "We are rolling back", *(["--json"] if form == "json" else []))
    assert ran.status == 0, ran.err
    head = json.loads(ran.out)["head"] if form == "json" else head_in(ran.out)
    path = next(library.glob("INC-*.json"))
    assert int(head.partition(":")[0]) == len(rows_of(path))
    warroom("log", "said after the update")
    assert warroom("verify", incident, "--head", head).status == 0
    altered(path, b"We are rolling back", {"text": "All is well"})
    assert warroom("verify", incident, "--head", head).status == 3
    assert not re.search(HEAD, warroom("log", "an entry needs none").out)


def head_in(text: str) -> str:
    found = re.search(HEAD, text)
    assert found, text
    return found[0]
