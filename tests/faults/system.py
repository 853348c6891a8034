"""The real program, and the operating system under it failing: `strace` makes real calls fail, or kills at them.

Nothing of ours takes part in the fault. For each command, a first run under `strace` finds the calls that concern what is ours
(the library, the state folder, what is imported and exported, the three standard streams, child processes); then each of them
fails in a run of its own. Afterwards: the status and what was said are in order, what was acknowledged is in the file, what was
refused is not, the file opens, verifies and takes the next entry without help, and no temporary file outlives the next writer.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests.faults.tally import Tally
from warroom.core.clock import iso, uuid7
from warroom.storage.errors import StorageError
from warroom.storage.file.opentail import OpenTail
from warroom.storage.trust.verify import verify

ROOT = Path(__file__).resolve().parents[2]
STRACE = shutil.which("strace")
SECONDS = 30

PLACES = {
    "openat": ("EMFILE", "EACCES", "ENOSPC", "EIO"),
    "pwrite64": ("ENOSPC", "EIO", "EFBIG"),
    "write": ("ENOSPC", "EIO", "EPIPE"),
    "pread64": ("EIO",),
    "read": ("EIO",),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO", "ENOSPC"),
    "flock": ("ENOLCK", "EIO"),
    "rename": ("EACCES", "EIO", "ENOSPC"),
    "link": ("EACCES", "ENOSPC"),
    "unlink": ("EACCES", "EIO"),
    "ftruncate": ("EIO",),
    "fchmod": ("EACCES",),
    "fchown": ("EACCES",),
    "mkdir": ("ENOSPC", "EACCES"),
    "newfstatat": ("EIO", "EACCES"),
    "fstat": ("EIO",),
    "getdents64": ("EIO",),
    "getxattr": ("EIO",),
    "fgetxattr": ("EIO",),
    "vfork": ("EAGAIN",),
    "execve": ("ENOMEM",),
    "pipe2": ("EMFILE",),
}
"""The calls that fail, and how."""
CHANGING = frozenset(
    ("pwrite64", "write", "fsync", "fdatasync", "rename", "link", "unlink", "ftruncate", "fchmod", "mkdir")
)
"""At these the process is killed as well."""
NAMELESS = frozenset(("vfork", "execve", "pipe2"))
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_EVENT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
SECRET = "hunter2-the-password"
ROWS = "at,kind,by,text\n2026-11-21T14:40:00Z,note,ani"


@dataclass(frozen=True)
class Command:
    """One command line; ID, LIB and OUT stand for the incident, its library and a folder for reports.

    `adds`: what it puts into the incident, when it is done. `makes`: the file that is whole then. `prints_ids`: what it prints
    are the ids of durable events.
    """

    name: str
    words: str
    stdin: str = ""
    adds: tuple[str, ...] = ()
    makes: str = ""
    prints_ids: bool = False
    needs: str = ""


COMMANDS = (
    Command("log", "log a new entry", adds=("a new entry",), prints_ids=True),
    Command("log, by name", "log --incident ID a new entry", adds=("a new entry",), prints_ids=True),
    Command("log, backdated", "log --at 14:02 a new entry", adds=("a new entry",), prints_ids=True),
    Command(
        "log, a stream", "log -", "first line\nsecond line\nthird line\n", ("first line", "second line", "third line"),
        prints_ids=True,
    ),
    Command("severity", "sev 2 --why more", adds=('"severity":2',)),
    Command("declare", "declare Another one --sev 2"),
    Command("import", "import OUT/rows.csv", adds=("from a file",)),
    Command("import, a stream", "import -", f"{ROWS},from a pipe\n", ("from a pipe",)),
    Command("export", "export ID --out OUT/new.md", makes="new.md"),
    Command("export, forced", "export ID --out OUT/old.json --force", makes="old.json"),
    Command("export, printed", "export ID --format json"),
    Command("show", "show ID --json"),
    Command("list", "list"),
    Command("verify", "verify ID"),
    Command("seal", "seal ID", adds=('"kind":"log.sealed"',), needs="ssh-keygen"),
    Command("redact", f"redact {SECRET} --why leak --yes"),
    Command("repair", "repair LIB/ID.json --out OUT/saved.json", makes="saved.json"),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """`what`: an error, or KILL. `last`: "" for one call, "+" from that call on."""

    call: str
    index: int
    what: str
    last: str = ""

    def option(self) -> str:
        how = "signal=KILL" if self.what == "KILL" else f"error={self.what}"
        return f"--inject={self.call}:{how}:when={self.index}{self.last}"

    def __str__(self) -> str:
        return f"{self.call} {self.index}{self.last}: {self.what}"


@dataclass
class Ran:
    status: int
    out: str
    err: str


class Ground:
    """A folder with a library, somebody's home and a place for reports; laid out anew for each run."""

    def __init__(self, base: Path) -> None:
        self.template, self.here = base / "template", base / "run"
        for name in ("library", "home", "out", "tmp"):
            (self.template / name).mkdir(parents=True)
        shutil.copytree(self.template, self.here)
        self.incident = self._command("declare", "Payment gateway down").out.strip()
        for text in ("before", f"the password is {SECRET}", "between"):
            self._command("log", text)
        if shutil.which("ssh-keygen"):
            key = self.here / "home" / ".ssh" / "id_ed25519"
            key.parent.mkdir(mode=0o700)
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        (self.here / "out" / "rows.csv").write_text(
            "at,kind,by,text\n2026-11-21T14:40:00Z,note,ani,from a file\n"
        )
        (self.here / "out" / "old.json").write_text("old")
        self._command("list")
        shutil.rmtree(self.template)
        shutil.copytree(self.here, self.template)
        self.before = self.ids()

    def lay_out(self) -> None:
        shutil.rmtree(self.here)
        shutil.copytree(self.template, self.here)

    @property
    def path(self) -> Path:
        return self.here / "library" / f"{self.incident}.json"

    def ids(self) -> list[str]:
        with OpenTail(self.path) as log:
            return [json.loads(raw)["id"] for raw in log.load().lines]

    def words(self, command: Command) -> list[str]:
        names = {"ID": self.incident, "LIB": str(self.here / "library"), "OUT": str(self.here / "out")}
        return [re.sub("ID|LIB|OUT", lambda m: names[m[0]], word) for word in command.words.split()]

    def _command(self, *words: str) -> Ran:
        ran = self.run(words, "", [])
        if ran.status:
            raise RuntimeError(f"{words}: {ran}")
        return ran

    def run(self, words: tuple[str, ...] | list[str], stdin: str, tracing: list[str]) -> Ran:
        """A command line in a process of its own. Its streams are files, as after `>file`."""
        streams = [self.here / "tmp" / name for name in ("stdin", "stdout", "stderr")]
        streams[0].write_text(stdin)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.here / "home"), "WARROOM_HOME": str(self.here / "library"),
            "WARROOM_USER": "ani", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TMPDIR": str(self.here / "tmp"), "TZ": "UTC",
        }  # fmt: skip
        with streams[0].open("rb") as stdin_file, streams[1].open("wb") as out, streams[2].open("wb") as err:
            done = subprocess.run(
                [*tracing, sys.executable, "-m", "warroom", *words], stdin=stdin_file, stdout=out, stderr=err,
                cwd="/", env=environment, timeout=SECONDS, check=False,
            )  # fmt: skip
        return Ran(done.returncode, *(s.read_text(errors="replace") for s in streams[1:]))


@cache
def _strace() -> list[str]:
    assert STRACE
    return [STRACE, "-f", "--seccomp-bpf", "-qq"]


def works() -> bool:
    """Whether there is an `strace` that may trace, and injects."""
    if STRACE is None:
        return False
    asks = [sys.executable, "-S", "-c", "import os; os.mkdir('/')"]
    fails = [*_strace(), "-o", os.devnull, "-e", "trace=mkdir", "--inject=mkdir:error=ENOLCK"]
    try:
        done = subprocess.run([*fails, *asks], capture_output=True, timeout=SECONDS, check=False)
        return b"No locks available" in done.stderr
    except (OSError, subprocess.TimeoutExpired):
        return False


def calls_of(ground: Ground, command: Command) -> list[tuple[str, int]]:
    """Each call of a command that concerns what is ours: its name, and which one of that name it is."""
    ground.lay_out()
    with tempfile.NamedTemporaryFile("r", suffix=".strace") as log:
        tracing = [*_strace(), "-y", "-s", "300", "-o", log.name, "-e", f"trace={','.join(PLACES)}"]
        ran = ground.run(ground.words(command), command.stdin, tracing)
        if ran.status:
            raise RuntimeError(f"{command.name} does not work at all: {ran}")
        lines = log.read().splitlines()
    counted: Counter[str] = Counter()
    main = lines[0].split()[0]
    found: dict[tuple[str, int], None] = {}
    for line in lines:
        if not (match := _LINE.match(line)):
            continue
        pid, call, rest = match.groups()
        if pid != main:  # its calls have numbers of their own, which are the numbers of others here
            continue
        counted[call] += 1
        if str(ground.here) in rest or (call in NAMELESS and (call, counted[call]) != ("execve", 1)):
            found[call, counted[call]] = None
    return list(found)


def faults_of(ground: Ground, command: Command) -> list[Fault]:
    """Every fault that this campaign knows for a command."""
    found = []
    for call, index in calls_of(ground, command):
        found += [Fault(call, index, error) for error in PLACES[call]]
        if call in CHANGING:
            found += [Fault(call, index, "KILL"), Fault(call, index, "ENOSPC", "+")]
        if call == "openat":
            found.append(Fault(call, index, "EMFILE", "+"))
    return found


def fail(ground: Ground, command: Command, faults: list[Fault], tally: Tally) -> None:
    for fault in faults:
        ground.lay_out()
        tally.runs += 1
        tally.faults += 1
        tracing = [*_strace(), "-o", os.devnull, "-e", f"trace={fault.call}", fault.option()]
        what = f"{command.name}, {fault}"
        try:
            ran = ground.run(ground.words(command), command.stdin, tracing)
        except subprocess.TimeoutExpired:
            tally.found(f"{what}: did not end")
            continue
        for finding in _judged(ground, command, fault, ran, tally):
            tally.found(f"{what}: {finding}; it said {ran.status} {ran.out[-80:]!r} {ran.err[-200:]!r}")


def _judged(ground: Ground, command: Command, fault: Fault, ran: Ran, tally: Tally) -> Iterator[str]:
    if fault.what != "KILL":
        yield from _said(ran)
    try:
        now = ground.ids()
    except StorageError as error:
        tally.person += 1
        yield f"the file does not open: {error}"
        return
    acknowledged = [*ground.before, *(_EVENT.findall(ran.out) if command.prints_ids else ())]
    tally.acknowledged += len(acknowledged)
    if gone := [i for i in acknowledged if i not in now]:
        tally.lost += len(gone)
        yield f"{len(gone)} acknowledged events are gone"
    if len(set(now)) < len(now):
        yield "an event stands there twice"
    yield from _as_told(ground, command, fault, ran)
    yield from _whole_again(ground, fault)


def _said(ran: Ran) -> Iterator[str]:
    if ran.status not in (0, 1, 2, 3, 4, 141):
        yield f"the status {ran.status}"
    if "Traceback" in ran.err or "Traceback" in ran.out:
        yield "a traceback"
    if "inside warroom" in ran.err:
        yield "nobody had foreseen it"


def _as_told(ground: Ground, command: Command, fault: Fault, ran: Ran) -> Iterator[str]:
    """Whether the status tells what is there."""
    text = ground.path.read_text()
    there = [word in text for word in command.adds]
    if ran.status in (0, 4) and not all(there):
        yield "said to be done, and is not"
    if ran.status == 1 and all(there) and there and fault.call not in ("fsync", "fdatasync"):
        yield "done, and said not to be"
    if not command.makes:
        return
    made = ground.here / "out" / command.makes
    size = made.stat().st_size if made.exists() else 0
    if ran.status == 0 and size < 100:
        yield "no report where one was said to be"
    if size not in (0, 3) and size < 100:
        yield "half a report"
    if command.makes == "old.json" and not size:
        yield "the old report is gone"


def _whole_again(ground: Ground, fault: Fault) -> Iterator[str]:
    """The next one needs no help, and tidies up."""
    if fault.what == "KILL":
        after = ground.run(["log", "--incident", ground.incident, "afterwards"], "", [])
        if after.status or len(after.err.splitlines()) > 1:
            yield f"the next entry is refused, or has much to say: {after.err.strip()}"
            return
        ground.run(["export", ground.incident, "--out", str(ground.here / "out" / "again.md")], "", [])
    else:
        now = datetime.now(UTC)
        with OpenTail(ground.path) as log:
            log.append([{"id": uuid7(now, os.urandom(10)), "at": iso(now), "by": "ani", "kind": "odd"}], now)
    if not (report := verify(ground.path)).ok:
        yield f"verify: {report.problems[:2]}"
    hindered = fault.call in ("unlink", "openat") or fault.last
    left = [n for f in ("library", "out") for n in os.listdir(ground.here / f) if n.endswith(".tmp")]
    if left and not hindered:
        yield f"left behind: {left}"


def campaign(base: Path, most: int | None = None, seed: int = 1) -> Iterator[Tally]:
    """A tally for each command; with `most`, so many of its faults, picked at random."""
    ground, rng = Ground(base), random.Random(seed)
    for command in COMMANDS:
        if command.needs and not shutil.which(command.needs):
            continue
        tally = Tally(f"system: {command.name}")
        faults = faults_of(ground, command)
        picked = faults if most is None else rng.sample(faults, min(most, len(faults)))
        fail(ground, command, picked, tally)
        tally.figures["faults known"] = len(faults)
        yield tally.done()


def main(names: list[str]) -> None:
    """For a look: the commands that are named, with all their faults."""
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        for command in COMMANDS:
            if not names or command.name in names:
                tally = Tally(command.name)
                fail(ground, command, faults_of(ground, command), tally)
                sys.stdout.write(f"{tally.done()}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
