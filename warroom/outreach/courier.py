"""Carries one message or one ticket, in a process of its own: `python -m warroom.outreach.courier`, JSON in, lines of JSON out.

A process, so that what a service's library costs, leaks or hangs on is never the console's; and one that can be stopped. What is
secret comes on standard input, never among the arguments, where every user of the machine could read it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from warroom.outreach.outcome import Outcome, from_answer

SECONDS: Final = 90.0
"""After so long a job is stopped, and nobody knows what became of it."""


def carry(
    job: Mapping[str, Any], part: Callable[[int], object] = lambda _n: None, seconds: float = SECONDS
) -> Outcome:
    """Have a process carry it, and wait. `part` hears at once of each message of several that has gone out."""
    # -P: the folder that a person happens to stand in has no say in what is imported.
    command = [sys.executable, "-P", "-m", __name__]
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", text=True,
            encoding="utf-8", errors="replace", start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return Outcome("again", "crash", type(error).__name__)
    late = threading.Timer(seconds, child.kill)
    late.start()
    last = Outcome("unknown", "killed", parts=int(job.get("done", 0)))
    try:
        assert child.stdin
        assert child.stdout
        try:
            child.stdin.write(json.dumps(job))
            child.stdin.close()
        except OSError:  # it ended before it had read: nothing was sent
            last = last._replace(result="again", reason="crash")
        for line in child.stdout:
            answer = _read(line)
            if "part" in answer:
                last = last._replace(parts=int(answer["part"]))
                part(last.parts)
            elif answer:
                last = from_answer(answer)
    finally:
        late.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    return last


def _read(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# -- in the process itself -------------------------------------------------------------------------


def main() -> int:
    """The job on standard input; each part that went out and what came of it on standard output."""
    job = json.loads(sys.stdin.read())
    # Whatever a library prints is not an answer of ours.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - until the process ends

    def tell(answer: Mapping[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    try:
        came = _carried(job, lambda number: tell({"part": number}))
    except Exception as error:
        # Nothing of the error's text: it may hold the address.
        came = Outcome("unknown", "crash", type(error).__name__, int(job.get("done", 0)))
    tell(came._asdict())
    return 0


def _carried(job: Mapping[str, Any], part: Callable[[int], object]) -> Outcome:
    if job["kind"] == "ticket":
        from warroom.outreach.tickets import make

        return make(job)
    from warroom.outreach.notices import send

    return send(
        job["address"], job["subject"], job["text"], limit=job.get("limit"), long=job.get("long", "short"),
        done=int(job.get("done", 0)), code=job.get("language", "en"), sent=part,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
