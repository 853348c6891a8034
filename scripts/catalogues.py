"""Keeps the gettext catalogues: finds every sentence that a reader can see, adds new ones to the .po files, compiles the .mo.

    python scripts/catalogues.py        write what is not as it should be, and say which

A test fails when a catalogue is stale or a sentence has no translation.
"""

from __future__ import annotations

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from warroom.core import describe, events, metrics  # noqa: E402
from warroom.reports import scene, words  # noqa: E402

LOCALE: Final = ROOT / "warroom" / "locale"
_SAYS: Final = frozenset({"say", "_with", "_about"})
_MO_MAGIC: Final = 0x950412DE
_NOUNS: Final = (
    "title", "severity", "status", "playbook", "systems", "symptoms", "milestone", "entry", "item", "role", "notes",
    "section", "impact", "hypothesis", "action", "update", "unknown", "incident",
)  # fmt: skip
"""What a fact or a change can be about (`row.kind`, `Conflict.about`)."""


def sentences() -> list[str]:
    """Every sentence and word that is looked up in a catalogue, sorted."""
    found = set(_vocabulary())
    for path in sorted((ROOT / "warroom" / "reports").glob("*.py")):
        found.update(_said(ast.parse(path.read_bytes())))
    tree = ast.parse((ROOT / "warroom" / "core" / "describe.py").read_bytes())
    found.update(_said(tree), _in_tables(tree))
    return sorted(found - {""})


def _vocabulary() -> Iterator[str]:
    for many in (
        events.STATUSES, events.LEVELS, events.CATEGORIES, events.ACTION_KINDS, events.SECTIONS, _NOUNS,
        describe.MILESTONE_NAMES.values(), describe.ROLE_NAMES.values(), scene.METRIC_NAMES.values(),
        metrics.DEFINITIONS.values(), words.MONTHS, (unit for _, unit in words.UNITS),
    ):  # fmt: skip
        yield from many
    yield from (metrics.ASSUMED_WINDOW, "no impact window recorded", "todo", "done", "dropped")


def _said(tree: ast.AST) -> Iterator[str]:
    """The constant sentences handed to `say` and its like."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _SAYS:
            yield from _constants(node.args[0])


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _in_tables(tree: ast.AST) -> Iterator[str]:
    """The sentences that stand in tables, and the one that a table falls back on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for value in node.values:
                yield from _constants(value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            yield from (text for arg in node.args[1:] for text in _constants(arg))


# -- .po and .mo -----------------------------------------------------------------------------------


def read_po(path: Path) -> dict[str, str]:
    """msgid -> msgstr, the header under the empty msgid. Knows what `write_po` writes: one string to a line."""
    found: dict[str, str] = {}
    key = ""
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        word, _, rest = line.partition(" ")
        if word == "msgid":
            key = ast.literal_eval(rest)
        elif word == "msgstr":
            found[key] = ast.literal_eval(rest)
    return found


def po_text(language: str, known: dict[str, str], wanted: list[str]) -> str:
    """The catalogue with exactly the wanted sentences; a new one has an empty translation."""
    header = f"Language: {language}\\nMIME-Version: 1.0\\nContent-Type: text/plain; charset=UTF-8\\n"
    parts = [f'msgid ""\nmsgstr "{header}"\n']
    parts += [f"msgid {_quoted(text)}\nmsgstr {_quoted(known.get(text, ''))}\n" for text in wanted]
    return "\n".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def mo_bytes(catalogue: dict[str, str]) -> bytes:
    """The compiled form that gettext reads: two tables of (length, offset), then the strings, all ended by NUL."""
    pairs = sorted((key.encode(), text.encode()) for key, text in catalogue.items() if text)
    start = 28 + 16 * len(pairs)
    keys, texts, data = [], [], b""
    for side, table in ((0, keys), (1, texts)):
        for pair in pairs:
            table.append(struct.pack("<II", len(pair[side]), start + len(data)))
            data += pair[side] + b"\0"
    head = struct.pack("<7I", _MO_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + b"".join(keys) + b"".join(texts) + data


def made(language: str) -> dict[Path, bytes]:
    """What the files of a language should hold."""
    po = LOCALE / language / "LC_MESSAGES" / "warroom.po"
    text = po_text(language, read_po(po), sentences())
    catalogue = {"": f"Language: {language}\nContent-Type: text/plain; charset=UTF-8\n"}
    known = read_po(po)
    catalogue |= {key: known[key] for key in sentences() if known.get(key)}
    return {po: text.encode(), po.with_suffix(".mo"): mo_bytes(catalogue)}


def main() -> None:
    for language in words.LANGUAGES:
        for path, content in made(language).items():
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
