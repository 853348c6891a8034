"""What somebody with write access to a sealed record, and without the key, may try; and how each try is named.

Each forger knows the source: every checksum and chain behind a change is put right again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from tests.helpers.keys import needs_ssh, new_key
from warroom.storage.file.layout import decode, object_of, seal, split_head, whole_file
from warroom.storage.file.stamp import Place, bound_to, digest, kept_of, stamped

Row = dict[str, Any]


class Forger:
    """An incident file, line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        head = split_head(path.read_bytes())
        assert head
        self.tables = head[0]
        self.lines = [object_of(line)[0] for line in path.read_bytes()[head[1] :].split(b"\n")[:-2]]

    def find(self, text: str) -> int:
        return next(i for i, raw in enumerate(self.lines) if text.encode() in raw)

    def row(self, index: int) -> Row:
        return {name: value for name, value in decode(self.lines[index]).items() if name != "crc"}

    def append(self, fields: Row, at: str = "2099-01-01T00:00:00.000Z", hlc: str = "") -> None:
        """One more event at the end, of an origin of the forger's own."""
        place = Place("forgerrr", kept=bound_to(self.tables["incident"]["1"]["id"]))
        self.lines.append(stamped(fields, at, place, hlc or f"{at}.0000")[0])

    def write(self) -> None:
        self.path.write_bytes(whole_file(self.tables, self.lines))


@pytest.fixture
def sealed(warroom: Warroom, incident: str, library: Path, own_home: Path) -> Forger:
    new_key(own_home / ".ssh" / "id_ed25519")
    warroom("log", "deployed build 1234")
    warroom("log", "rolled back")
    assert warroom("seal", incident).status == 0
    return Forger(library / f"{incident}.json")


def redaction(entry: str, taken: Row) -> Row:
    return {"id": "01a1fe6c-0000-7000-8000-00000000abcd", "at": "2026-11-28T00:00:00.000Z", "by": "ani",
            "kind": "entry.redacted", "entry": entry, "why": "leak", "taken": taken}  # fmt: skip


def forged_redaction(forger: Forger, index: int, change: Row, entry: str = "") -> None:
    """Replaces a line and puts a record of a redaction at the end that speaks for it."""
    old = forger.lines[index]
    row = forger.row(index)
    new = seal({**row, **change, "was": digest(old)})
    forger.lines[index] = new
    record = {"sha256": "0" * 64, "was": digest(old), "now": digest(new), "kept": kept_of({**row, **change})}
    forger.append(redaction(entry or row["id"], {row["id"]: record}))
    forger.write()


@needs_ssh
@pytest.mark.parametrize(
    ("which", "change", "entry", "says"),
    [
        ("deployed", {"text": "deployed build 9999", "by": "budi"}, "none", "is no text of the entry"),
        ("deployed", {"text": "deployed build 9999"}, "", "does not say [redacted]"),
        ("deployed", {"text": "[redacted]", "by": "budi"}, "", "more than its text was changed"),
        ("deployed", {"text": "[redacted]", "at": "2020-01-01T00:00:00.000Z"}, "", "more than its text was changed"),
        ("rolled back", {"text": "[redacted]", "by": "budi"}, "", "more than its text was changed"),
        ("incident.declared", {"title": "Nothing happened", "severity": 4}, "", "is no text of the entry"),
        ("incident.declared", {"text": "[redacted]"}, "", "is no text of the entry"),
    ],
)  # fmt: skip
def test_a_made_up_redaction_does_not_open_a_seal(
    warroom: Warroom, incident: str, sealed: Forger, which: str, change: Row, entry: str, says: str
) -> None:
    forged_redaction(sealed, sealed.find(which), change, entry)
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert says in ran.out


@needs_ssh
def test_who_only_takes_a_text_out_is_named_as_unsealed(
    warroom: Warroom, incident: str, sealed: Forger
) -> None:
    warroom("redact", "1234", "--yes", "--why", "a number")
    ran = warroom("verify", incident)
    assert ran.status == 0
    assert "was made after the last seal: none vouches for it" in ran.out
    assert "more than its text" not in ran.out
    assert "is not shown" not in ran.out
    warroom("seal", incident)
    assert "none vouches for it" not in warroom("verify", incident).out


@needs_ssh
def test_the_head_of_another_writer_is_held_by_the_seal_too(
    warroom: Warroom, incident: str, sealed: Forger
) -> None:
    """Nothing follows the last event of an origin that no longer writes: the seal itself holds what its redaction leaves."""
    Path(f"{sealed.path}.origin").unlink()
    warroom("log", "of another origin")
    Path(f"{sealed.path}.origin").unlink()
    assert warroom("seal", incident).status == 0
    forger = Forger(sealed.path)
    forged_redaction(forger, forger.find("of another origin"), {"text": "[redacted]", "by": "mallory"})
    ran = warroom("verify", incident)
    assert (ran.status, "more than its text was changed" in ran.out) == (3, True)


def twin(row: Row) -> Row:
    return {"id": row["id"], "at": row["at"], "by": "mallory", "kind": "entry.logged", "text": "TWIN"}


@needs_ssh
@pytest.mark.parametrize("stamped_", [False, True])
@pytest.mark.parametrize("first", [False, True])
def test_a_twin_of_a_sealed_event_is_named_and_does_not_hold(
    warroom: Warroom, incident: str, sealed: Forger, stamped_: bool, first: bool
) -> None:
    row = sealed.row(sealed.find("deployed"))
    early = "2000-01-01T00:00:00.000Z"
    if stamped_:
        sealed.append(twin(row), early)
    else:
        sealed.lines.append(json.dumps({**twin(row), "recorded_at": early, "hlc": f"{early}.0000"}).encode())
    if first:
        sealed.lines.insert(0, sealed.lines.pop())
    sealed.write()
    shown = warroom("show", incident, "--json")
    assert ("TWIN" in shown.out, "deployed build 1234" in shown.out) == (False, True)
    for form in ("markdown", "csv", "text"):
        assert "TWIN" not in warroom("export", incident, "--format", form).out
    assert "the id of another" in warroom("show", incident, "--plain").err
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert "says something else" in ran.out


@pytest.mark.parametrize("old", [False, True])
def test_the_events_of_another_incident_are_named(
    warroom: Warroom, incident: str, library: Path, old: bool
) -> None:
    other = warroom("declare", "Another one").out.strip()
    warroom("--incident", other, "log", "of the other")
    theirs, ours = Forger(library / f"{other}.json"), Forger(library / f"{incident}.json")
    ours.lines[2:2] = [without_bond(raw, theirs.lines) for raw in theirs.lines] if old else theirs.lines
    ours.write()
    ran = warroom("verify", str(ours.path))
    assert ran.status == 3
    assert ("declared here once more" if old else "was written for another incident") in ran.out


def without_bond(raw: bytes, _lines: list[bytes]) -> bytes:
    """The line as an older version wrote it."""
    return seal({name: value for name, value in decode(raw).items() if name not in ("kept", "crc")})


@needs_ssh
def test_ones_own_list_of_keys_is_told_apart_from_one_beside_the_log(
    warroom: Warroom, incident: str, sealed: Forger, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = (own_home / ".ssh" / "id_ed25519.pub").read_text().split(" ")
    line = f"ani@example.com {key[0]} {key[1]}\n"
    beside = sealed.path.parent / "allowed_signers"
    beside.write_text(line)
    said = warroom("verify", incident).out
    assert "allowed_signers beside the log, which whoever may write there can change" in said
    own = own_home / "keys of mine"
    own.write_text(line)
    own.chmod(0o600)
    monkeypatch.setenv("WARROOM_SIGNERS", str(own))
    beside.write_text("mallory " + line)
    assert f"the key of ani@example.com by your own list ({own})" in warroom("verify", incident).out
    own.chmod(0o666)
    assert "which others may write" in warroom("verify", incident).out
    own.chmod(0o600)
    own.write_text("")
    assert "does not list that key" in warroom("verify", incident).out
    monkeypatch.delenv("WARROOM_SIGNERS")
    settings = Path(own_home / ".config" / "warroom")
    settings.mkdir(parents=True)
    (settings / "allowed_signers").write_text(line)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert "by your own list" in warroom("verify", incident).out


def test_a_redaction_that_comes_by_a_merge_is_named_until_it_is_carried_out_here(
    warroom: Warroom, incident: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = warroom("log", "the password is hunter2").out.strip()
    path = library / f"{incident}.json"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (elsewhere / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("WARROOM_HOME", str(elsewhere))
    warroom("redact", "hunter2", "--yes", "--why", "leak")
    warroom("export", incident, "--out", str(tmp_path / "e.json"))
    monkeypatch.setenv("WARROOM_HOME", str(library))
    ran = warroom("import", str(tmp_path / "e.json"), "--incident", incident)
    assert ran.status == 0
    assert f"still stand in {path}" in ran.err
    assert f"`warroom --incident {incident} redact {entry} --why …`" in ran.err
    monkeypatch.setenv("WARROOM_LANG", "id")
    again = warroom("--json", "import", str(tmp_path / "e.json"), "--incident", incident)
    assert f"masih ada di {path}" in again.err, "it is said until it is done, in the reader's language"
    assert json.loads(again.out)["still_said"] == [entry]
    monkeypatch.delenv("WARROOM_LANG")
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert "was redacted in another copy and still stands here" in ran.out
    assert f"`warroom redact {entry}`" in ran.out
    assert warroom("redact", entry, "--yes", "--why", "here too").status == 0
    assert b"hunter2" not in path.read_bytes()
    assert warroom("verify", incident).status == 0


def test_a_redaction_that_stands_before_its_entry_is_named_too(
    warroom: Warroom, incident: str, library: Path
) -> None:
    entry = warroom("log", "the password is hunter2").out.strip()
    forger = Forger(library / f"{incident}.json")
    logged = forger.lines.pop(forger.find("hunter2"))
    forger.append(redaction(entry, {}))
    forger.lines.append(logged)
    forger.write()
    ran = warroom("verify", incident)
    assert "was redacted in another copy and still stands here" in ran.out
    assert "hunter2" not in warroom("show", incident).out


@pytest.mark.parametrize("how", ["renamed", "rewritten"])
def test_a_tail_that_was_cut_is_named_also_under_a_new_inode(
    warroom: Warroom, incident: str, library: Path, how: str
) -> None:
    warroom("log", "one")
    old = (library / f"{incident}.json").read_bytes()
    warroom("log", "two")
    path = library / f"{incident}.json"
    if how == "renamed":
        (library / "old").write_bytes(old)
        (library / "old").rename(path)
    else:
        path.write_bytes(old)
    for _ in range(2):
        ran = warroom("verify", incident)
        assert (ran.status, "is missing" in ran.out) == (3, True)
        warroom("log", "later")


def test_an_altered_event_is_told_of_by_every_door_and_taken_out_by_none(
    warroom: Warroom, incident: str, library: Path
) -> None:
    warroom("log", "cache flushed on host-a")
    path = library / f"{incident}.json"
    path.write_bytes(path.read_bytes().replace(b"flushed on host-a", b"flushed on host-b"))
    for words in (
        ["list"],
        ["list", "--plain"],
        ["show", incident],
        ["export", incident],
        ["show", "--plain"],
    ):
        assert "was altered" in warroom(*words).err, words
    assert warroom("log", "next").status == 0
    assert warroom("sev", "2").status == 0
    for words in (["list"], ["show", incident]):
        assert "was altered" in warroom(*words).err, words
    ran = warroom("verify", incident)
    assert (ran.status, "altered, its checksum does not hold" in ran.out) == (3, True)
    assert b"flushed on host-b" in path.read_bytes()


def test_an_id_in_other_capitals_is_another_incident(warroom: Warroom, incident: str, library: Path) -> None:
    # An id that is drawn may be of digits alone, which have no capitals.
    upper, lower = f"{incident[:-3]}9TJ", f"{incident[:-3]}9tj"
    content = (library / f"{incident}.json").read_bytes()
    path, other = library / f"{upper}.json", library / f"{lower}.json"
    for name, place in ((upper, path), (lower, other)):
        place.write_bytes(content.replace(incident.encode(), name.encode()))
    before = path.read_bytes()
    assert warroom("--incident", lower, "log", "for the lower one").status == 0
    assert warroom("--incident", lower, "log", "for it too", "--at", "-5m").status == 0
    assert path.read_bytes() == before
    assert other.read_bytes().count(b"for ") >= 2


def test_the_words_of_any_fact_are_taken_out_and_the_record_still_holds(
    warroom: Warroom, incident: str, library: Path
) -> None:
    path = library / f"{incident}.json"
    secret = "hunter2-secret-word"
    for words in (
        ("log", f"the word is {secret}"), ("update", f"we saw {secret}"), ("check", f"no {secret} left"), ("notes", secret),
        ("write", "summary", f"{secret} was posted"),
    ):  # fmt: skip
        assert warroom(*words).status == 0
    told = warroom("redact", "hunter2-secret-word", "--yes", "--why", "leak").err
    commands = re.findall(r"`warroom redact ([0-9a-f-]{36})`", told)
    assert len(commands) == 4, "each other event with the words is named, with the command for it"
    for event in commands:
        assert warroom("redact", event, "--yes", "--why", "leak").status == 0
    assert b"hunter2-secret-word" not in path.read_bytes()
    ran = warroom("verify", incident)
    assert (ran.status, "5 lines redacted, on record" in ran.out) == (0, True)
    assert "hunter2-secret-word" not in warroom("show", incident).out
    assert "[redacted]" in warroom("export", incident).out
    assert warroom("redact", commands[0], "--yes", "--why", "again").status == 1
    assert warroom("redact", "Payment gateway", "--yes", "--why", "a title is no text").status != 0


@needs_ssh
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "all is well"}, "does not say [redacted]"), ({"text": "[redacted]", "by": "budi"}, "more than its text"),
        ({"text": "[redacted]", "kind": "entry.logged"}, "more than its text"),
        ({"text": "[redacted]", "kind": "check.removed", "check": "x"}, "is no text of"),
    ],
)  # fmt: skip
def test_a_made_up_redaction_of_a_fact_is_named(
    warroom: Warroom, incident: str, library: Path, own_home: Path, change: Row, says: str
) -> None:
    new_key(own_home / ".ssh" / "id_ed25519")
    warroom("check", "errors below 1 %")
    warroom("log", "and one more")
    assert warroom("seal", incident).status == 0
    forger = Forger(library / f"{incident}.json")
    forged_redaction(forger, forger.find("errors below"), change)
    forger.write()
    ran = warroom("verify", incident)
    assert ran.status == 3
    assert says in ran.out, ran.out
