"""Keeps the catalogues of sentences: finds every sentence that a reader can see and brings the .po files up to date.

    python scripts/catalogues.py        write what is not as it should be, and say what has no translation yet

A sentence is found where it is handed to `say`, `many` or `later` (`core/language.py`), and in the vocabulary below: the codes of
the record and the help of verbs and commands. A test fails when a catalogue is stale or a sentence has no translation.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from warroom.cli import options, table  # noqa: E402
from warroom.core import language, vocabulary  # noqa: E402
from warroom.core.families import KINDS  # noqa: E402
from warroom.core.registry import VERBS  # noqa: E402
from warroom.locale import parsed  # noqa: E402

LOCALE: Final = ROOT / "warroom" / "locale"
_SAYS: Final = frozenset({"say", "later", "many"})
_ACTS: Final = {"explained": 1, "from_os": 2, "read_plain": 2}
"""Which argument says what could not be done: `storage.errors.cannot` makes the sentence of it."""


def sentences() -> list[str]:
    """Every sentence and word that is looked up in a catalogue, sorted."""
    found = set(_vocabulary())
    for path in sorted((ROOT / "warroom").rglob("*.py")):
        named = {"reports", "core"} & set(path.parts)
        found.update(_said(ast.parse(path.read_bytes()), methods=bool(named)))
    return sorted(found - {""})


def _vocabulary() -> Iterator[str]:
    for many in (
        vocabulary.STATUSES, vocabulary.LEVELS, vocabulary.CATEGORIES, vocabulary.ACTION_KINDS, vocabulary.SECTIONS,
        {kind.partition(".")[0] for kind in KINDS}, language.MONTHS, language.CODES,
    ):  # fmt: skip
        yield from many
    yield from (
        "cannot read",
        "unknown",
        "todo",
        "done",
        "dropped",
        "in progress",
        "open",
        "skipped",
        "confirmed",
        "ruled out",
        "inconclusive",
        *(word.replace("_", " ") for word in vocabulary.CONFIDENCES),
        *(*vocabulary.FIXES, *vocabulary.LIKELIHOODS, *vocabulary.HARMS, *vocabulary.RISKS),
        "planned",
        "running",
        "rolled back",
        "cancelled",
    )
    yield from _help()


def _help() -> Iterator[str]:
    """What verbs, commands and options say of themselves."""
    for verb in (*VERBS.values(), *(c.words for c in table.every())):
        yield from (verb.help, verb.confirm, *(arg.help for arg in verb.args))
    yield from (help for _, help in options.VALUED.values())
    yield from options.SWITCHES.values()


def _said(tree: ast.AST, *, methods: bool) -> Iterator[str]:
    """The constant sentences handed to `say` and its like. Only where `methods` is set a method of that name (`scene.say`)
    looks them up; elsewhere it shows what it is given.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        act = _ACTS.get(getattr(called, "id", ""))
        if act is not None:
            yield from (f"cannot {what}" for what in _constants_of(node.args[act : act + 1]))
        name = getattr(called, "id", getattr(called, "attr", "") if methods else "")
        if name in _SAYS:
            yield from _constants_of(node.args[1:3] if name == "many" else node.args[:1])


def _constants_of(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        yield from _constants(node)


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


# -- .po ---------------------------------------------------------------------------------------------


def po_path(code: str) -> Path:
    return LOCALE / f"{code}.po"


def read_po(code: str) -> dict[str, str]:
    """English -> translation; nothing for a language without a file."""
    path = po_path(code)
    return parsed(path.read_text("utf-8")) if path.is_file() else {}


def po_text(code: str) -> str:
    """The catalogue with exactly the sentences of the program; a new one has an empty translation."""
    known = read_po(code)
    header = f"Language: {code}\\nMIME-Version: 1.0\\nContent-Type: text/plain; charset=UTF-8\\n"
    parts = [f'msgid ""\nmsgstr "{header}"\n']
    parts += [f"msgid {_quoted(text)}\nmsgstr {_quoted(known.get(text, ''))}\n" for text in sentences()]
    return "\n".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> None:
    for code in language.LANGUAGES[1:]:
        path, text = po_path(code), po_text(code)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
        known = read_po(code)
        for sentence in sentences():
            if not known.get(sentence):
                print(f"{path.relative_to(ROOT)}: not translated: {sentence}")


if __name__ == "__main__":
    main()
