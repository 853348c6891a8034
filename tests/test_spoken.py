"""No bare English: a sentence that a person may read goes through `say`, or a table whose words do, wherever it is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from scripts.catalogues import sentences
from warroom.core.language import CODES
from warroom.core.registry import VERBS

ROOT: Final = Path(__file__).parent.parent / "warroom"
SOURCES: Final = sorted(ROOT.rglob("*.py"))
SPOKEN: Final = frozenset({"say", "many", "later", "Say", "compile", "Binding"})
"""What is handed to these is looked up, or is no sentence."""
WORD: Final = r"(?<![\w<\[{/.%$#-])[A-Za-z][a-z']+(?![\w(=/_.])"
PHRASE: Final = re.compile(
    rf"{WORD}[,;:]? {WORD}|{WORD} (?:[ais] )?{{}} {WORD}|^(?:line|row|message|event|step|item|entry|page) {{}}"
)
STYLES: Final = re.compile(r"\{[^}]*;")

NOT_SAID: Final = {
    # words that are looked for, not said
    "core/isotime.py", "core/when.py", "core/secretrules.py", "core/secrettokens.py", "core/suspicion.py", "reports/names.py",
    "reports/ordinary.py", "core/families/impact.py",
    # for programmers: what TinyDB's own interface raises, and what a family lacks
    "storage/file/tiny.py", "core/envelope.py",
    # colours and layouts
    "views/look.py",
}  # fmt: skip
PHRASES: Final = re.compile(
    r"""
      No\ space | Too\ many\ levels | at\ (line|end)$       # what libc and TOML say, as it is recognised
    | front\ desk | question\ form                        # a thread, two classes of a style sheet
    | warroom\ seal\ | import\ sys,                       # what is signed; a program
    | alert\ is\ over | \(the\ journal\ gave | .*\[cut:   # what is kept in the record, which every reader shares
    | Expected\ | matching\ regex                         # what msgspec says, as it is recognised
    | (support|data|lost|kasus)\ \w+                     # what is typed
    | noope|default-src
    | lane\ alone$ | Bahasa\ Indonesia | Nudge\ \|
    | (at|kind|by|text),\ |.*\(\?                          # how columns are called; a pattern
    | (decision\ decided|find\ search|time\ timezone|quit\ close)    # what the palette finds by
    | (.*\d?\}?)?:\ `warroom\ redact | .*warroom\ open\ \{\}          # what is typed in a shell
    | \{\}\ \(or\ by                                       # a help that the catalogue finds when it is made
    | \{"error": | Nothing\ here\ yet\.
    """,
    re.VERBOSE | re.DOTALL,
)


def phrases(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of each literal of two words or more that no `say` gets; docstrings, CSS and tables of words aside."""
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and _name(node.func) in SPOKEN:
            # What is filled in is said too, and is a sentence of its own where it is a literal.
            waiting += [keyword.value for keyword in node.keywords]
            continue
        if isinstance(node, ast.keyword) and node.arg in ("example", "also"):
            continue
        text = _text(node)
        if text is None:
            waiting += ast.iter_child_nodes(node)
        elif id(node) not in docs and PHRASE.search(text) and not STYLES.search(text):
            yield getattr(node, "lineno", 0), text


def _name(called: ast.expr) -> str:
    return getattr(called, "id", getattr(called, "attr", ""))


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


@pytest.fixture(scope="module")
def known() -> set[str]:
    found = {*sentences(), *CODES.values(), *(line for verb in VERBS.values() for line in verb.example)}
    return found | {text.removeprefix("cannot ") for text in found}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_sentence_is_said_in_the_readers_language(path: Path, known: set[str]) -> None:
    if path.relative_to(ROOT).as_posix() in NOT_SAID:
        return
    bare = [
        (line, text)
        for line, text in phrases(ast.parse(path.read_bytes()))
        if text not in known and not PHRASES.match(text)
    ]
    assert bare == [], "hand it to `say` (or to `later`, in a table), then run scripts/catalogues.py"


@pytest.mark.parametrize(
    "code",
    [
        'raise StorageError(f"{path}: it is gone; put it back")',
        'return Imported(problems=("there is no list of events",))',
        'said = say("{what} of it", what="nothing at all")',
        'notice = "was put aside" if moved else ""',
        'where = f"line {number}: {found}"',
    ],
)
def test_a_bare_sentence_is_found(code: str) -> None:
    assert list(phrases(ast.parse(code)))
