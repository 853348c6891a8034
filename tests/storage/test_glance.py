"""A glance: the newest entries and every fact, or nothing where the file is short or not in order."""

from __future__ import annotations

from pathlib import Path

from warroom.storage.file.glance import LONG, glance

ENTRY = '{"id":"%s","kind":"entry.logged","text":"%s","crc":"00000000"}'
FACT = '{"id":"f","kind":"severity.changed","severity":2,"crc":"00000000"}'
ALERT = '{"id":"a","kind":"entry.logged","category":"alert","text":"x","crc":"00000000"}'


def write(path: Path, events: list[str], footer: str = "}}\n") -> str:
    lines = "\n".join(f'{"," if n else ""}"{n + 1}": {event}' for n, event in enumerate(events))
    path.write_text(
        '{"incident": {"1": {"format": 1, "id": "INC-1"}},\n"events": {\n' + lines + "\n" + footer
    )
    return str(path)


def entries(count: int) -> list[str]:
    return [ENTRY % (i, "word " * 40) for i in range(count)]


def test_facts_and_telling_entries_are_kept_from_anywhere_and_entries_from_the_end(tmp_path: Path) -> None:
    count = LONG // 200
    path = write(tmp_path / "x.json", [FACT, ALERT, *entries(count)])
    seen = glance(path, 10)
    assert seen is not None
    assert [line[:8] for line in seen.lines[:2]] == [FACT.encode()[:8], ALERT.encode()[:8]]
    assert len(seen.lines) == 12
    assert seen.left_out == count - 10


def test_a_short_file_a_torn_one_and_none_at_all_are_left_to_the_reader(tmp_path: Path) -> None:
    assert glance(write(tmp_path / "short.json", entries(3)), 10) is None
    assert glance(write(tmp_path / "torn.json", entries(LONG // 200), footer=""), 10) is None
    damaged = [*entries(LONG // 200), '{"id":"9","kind":"ent']
    assert glance(write(tmp_path / "damaged.json", damaged), 10) is None
    assert glance(str(tmp_path / "missing.json"), 10) is None
