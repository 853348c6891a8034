"""The translations: one gettext `.po` file for each language but English, read as it stands, with nothing to compile.

`scripts/catalogues.py` keeps the files; they hold one string to a line, in the order of their keys.
"""

from __future__ import annotations


def path(code: str) -> str:
    """Where the sentences of that language stand."""
    return f"{__path__[0]}/{code}.po"


def sentences(code: str) -> dict[str, str]:
    """English -> translation, without what is not translated yet. FileNotFoundError for a language without a file."""
    with open(path(code), encoding="utf-8") as file:
        return parsed(file.read())


def parsed(text: str) -> dict[str, str]:
    """The entries of a .po file that have both sides; its header has no key and so is none."""
    found: dict[str, str] = {}
    key = ""
    for line in text.split("\n"):
        if line.startswith('msgid "'):
            key = _plain(line[7:-1])
        elif key and line.startswith('msgstr "') and len(line) > 9:
            found[key] = _plain(line[8:-1])
    return found


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    parts = text.split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace('\\"', '"') for part in parts)
