"""The forgeries of `tests/cli/test_forgeries.py`, counted: each is a test that it is named. One that is not is found."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.faults.tally import Tally

ROOT = Path(__file__).resolve().parents[2]
TESTS = "tests/cli/test_forgeries.py"


def campaign() -> Iterator[Tally]:
    """`runs`: forgeries tried; `findings`: those that were not named."""
    tally = Tally("forgeries")
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        words = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:randomly",
            f"--junitxml={report.name}",
            TESTS,
        ]
        subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
        for case in ElementTree.parse(report.name).iter("testcase"):
            if case.find("skipped") is not None:
                continue
            tally.runs += 1
            tally.faults += 1
            if case.find("failure") is not None or case.find("error") is not None:
                tally.found(str(case.get("name")))
    tally.figures["named"] = tally.runs - tally.findings
    yield tally.done()
