"""How many secrets are masked, and how much else: rules and texts that nobody here wrote.

python benchmarks/bench_secrets.py [--misses] [FOLDER]

Installs kingfisher-bin into a folder of its own and makes texts of each of its rules' patterns; scans the long descriptions of
the packages that are installed here for what is masked by mistake. FOLDER: rule files of noseyparker or kingfisher (`*.yml` with
`examples:`), where somebody has them. What can't be had is skipped, and said.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Report
from warroom.core.secrets import mask

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_NAMES = re.compile(
    r"(?i)\b(?:id|identifier|domain|host|url|uri|name|account|repository|public|pub|username|tenant)\b"
)
"""Rules that tell of something that is no secret: the id of a client, an address."""


def _made(tree: Any, chance: random.Random, groups: dict[int, str]) -> str:
    """A text that a parsed pattern fits, as people would have it: no line ends, little blank space."""
    out = []
    for op, value in tree:
        name = str(op)
        if name == "LITERAL":
            out.append(chr(value))
        elif name == "NOT_LITERAL":
            out.append("x")
        elif name == "ANY":
            out.append(chance.choice(_LETTERS))
        elif name == "IN":
            out.append(_one_of(value, chance))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inner = value
            wide = str(inner).startswith("[(IN, [(CATEGORY, CATEGORY_SPACE)") or low == 0
            count = low if wide else chance.randint(low, min(high, low + 8))
            out.extend(_made(inner, chance, groups) for _ in range(count))
        elif name == "BRANCH":
            out.append(_made(chance.choice(value[1]), chance, groups))
        elif name == "SUBPATTERN":
            made = _made(value[3], chance, groups)
            groups[value[0]] = made
            out.append(made)
        elif name == "GROUPREF":
            out.append(groups.get(value, ""))
    return "".join(out)


def _one_of(items: Any, chance: random.Random) -> str:
    if str(items[0][0]) == "NEGATE":
        return "x"
    fitting: list[str] = []
    for op, value in items:
        if str(op) == "LITERAL":
            fitting.append(chr(value))
        elif str(op) == "RANGE":
            fitting.extend(chr(c) for c in range(value[0], value[1] + 1) if chr(c).isprintable())
        elif str(op) == "CATEGORY":
            fitting.extend({"CATEGORY_DIGIT": "0123456789", "CATEGORY_WORD": _LETTERS}.get(str(value), " "))
    plain = [c for c in fitting if c in _LETTERS]
    return chance.choice(plain or fitting or ["x"])


def samples(pattern: str, chance: random.Random) -> Iterator[str]:
    """Some texts that a rule's pattern fits."""
    plain = re.sub(r"\(\?-i:", "(?:", pattern.replace("[[:alnum:]]", "[A-Za-z0-9]").replace("\\z", "\\Z"))
    plain = re.sub(r"\(\?[imsx]+\)", "", plain)
    try:
        tree = parser.parse(plain, re.VERBOSE if "(?x)" in pattern else 0)
    except (re.error, OverflowError, RecursionError):
        return
    for _ in range(3):
        yield _made(tree, chance, {})


def kingfisher(folder: Path) -> list[dict[str, Any]] | None:
    """Its rules; None where it can't be installed."""
    install = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), "kingfisher-bin"]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        return None
    program = folder / "kingfisher" / "bin" / "kingfisher"
    program.chmod(0o755)
    listed = subprocess.run([program, "rules", "list", "--format", "json"], capture_output=True, check=False)
    found: list[dict[str, Any]] = json.loads(listed.stdout)
    return found


def examples(folder: Path) -> Iterator[tuple[str, bool, str]]:
    """Of each rule file's examples: the rule, whether it is specific, the text. Needs PyYAML."""
    import yaml

    for path in sorted(folder.rglob("*.yml")):
        for rule in (yaml.safe_load(path.read_text()) or {}).get("rules", []):
            kinds = {*rule.get("categories", [])}
            for text in rule.get("examples", []):
                yield rule["id"], not kinds & {"fuzzy", "generic", "identifier"}, str(text)


def prose() -> Iterator[tuple[str, str]]:
    """The long description of each installed package, line by line."""
    for one in distributions():
        text = one.metadata.get_payload() or one.metadata.get("Description") or ""
        for line in str(text).splitlines():
            yield str(one.metadata["Name"]), line


def main() -> int:
    misses = "--misses" in sys.argv
    folders = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    chance, report = random.Random(5), Report()
    with tempfile.TemporaryDirectory() as folder:
        rules = kingfisher(Path(folder))
    if rules is None:
        print("skipped: kingfisher-bin can't be installed here")
    else:
        secret = [r for r in rules if not _NAMES.search(r["id"].replace("-", " ").replace("_", " "))]
        made = [(r["id"], t) for r in secret for t in samples(r["pattern"], chance)]
        hit = _hits(made, misses)
        report.row(
            "texts made of kingfisher's rules, not masked", 100 - 100 * hit, " %", 20, f"of {len(made)}"
        )
    for one in folders:
        listed = [(rule, text) for rule, specific, text in examples(one) if specific]
        hit = _hits(listed, misses)
        report.row(
            f"specific examples in {one.name}, not masked", 100 - 100 * hit, " %", 10, f"of {len(listed)}"
        )
    lines = list(prose())
    wrong = [(name, line) for name, line in lines if mask(line).count]
    for name, line in wrong[:40]:
        print(f"  {name}: {mask(line).text.strip()[:160]}")
    report.row(
        "lines of other people's prose with something masked", len(wrong), "", None, f"of {len(lines):,}"
    )
    for size in (10_000, 1_000_000):
        text = (
            "the payment gateway answers 502 on db-1, retry with token: expired; see https://x.example/a?b=c \n"
            * 20_000
        )[:size]
        start = time.perf_counter()
        mask(text)
        took = (time.perf_counter() - start) * 1000
        report.row(f"masking {size:,} characters", took, " ms", size / 2000, "")
    return report.status()


def _hits(made: list[tuple[str, str]], misses: bool) -> float:
    missed = [(rule, text) for rule, text in made if not mask(text).count]
    if misses:
        for rule, text in missed:
            print(f"  missed {rule}: {text[:140]!r}")
    return 1 - len(missed) / max(len(made), 1)


if __name__ == "__main__":
    sys.exit(main())
