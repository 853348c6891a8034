"""Breaks core/ and reports/ in small ways, one at a time, and says which breaks no test notices.

    python scripts/mutants.py                         a sample over all modules (40 minutes on two cores)
    python scripts/mutants.py --sample 50 cadence     at most 50 breaks of the modules whose path has `cadence`
    python scripts/mutants.py --list metrics          only say what would be broken

A process that has loaded the libraries forks for each break: the child imports the broken module and runs the tests that concern
it, those of the module's own file first, and stops at the first that fails. A test that hangs counts as one that fails. Each room
is tried unbroken first: its tests must pass. Exit status 1 when more survive than `--most` per cent. A survivor may also be a
break that changes nothing: read it before you write a test.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = ("core", "reports")
LIMIT: Final = 240
"""Seconds that the tests of one break may take."""
_SKIPPED: Final = frozenset(
    {"warroom/core/language.py", "warroom/reports/ordinary.py", "warroom/core/vocabulary.py"}
)
"""Tables and what every process loads before a test can."""
_COMPARED: Final = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COUNTED: Final = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_CALLED: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Break(NamedTuple):
    """One small change: which node of the module, in the order of `ast.walk`, and which of the changes it allows."""

    path: Path
    node: int
    change: int
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.words}"


# -- what can be broken ----------------------------------------------------------------------------


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each change that a node allows: what it is, and the changed node."""
    if isinstance(node, ast.expr):
        yield from ((f"`{_short(node)}` is `{_short(changed)}`", changed) for changed in _expressions(node))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield (
            f"without `if {ast.unparse(node.ifs[0])}`",
            ast.comprehension(node.target, node.iter, node.ifs[1:], 0),
        )
    elif isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield f"`{_short(node)}` returns None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr | ast.AugAssign) and not _docstring(node):
        yield f"without `{_short(node)}`", ast.Pass()


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and (other := _COMPARED.get(type(node.ops[0]))):
        yield ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        for i in range(len(node.values)):
            rest = [v for k, v in enumerate(node.values) if k != i]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    else:
        yield from _values(node)


def _values(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and (op := _COUNTED.get(type(node.op))) and not _texts(node):
        yield ast.BinOp(node.left, op(), node.right)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        yield ast.Call(ast.Name(_CALLED[node.func.id], ast.Load()), node.args, node.keywords)


def _texts(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr) or isinstance(getattr(side, "value", None), str)
        for side in (node.left, node.right)
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else text[:69] + "…"


def breaks(path: Path) -> list[Break]:
    """Everything in the module that can be broken, but for its tables, annotations and imports."""
    tree = ast.parse(path.read_bytes())
    untouched = set(_untouched(tree))
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if number and id(node) not in untouched:
            line = getattr(node, "lineno", getattr(getattr(node, "target", None), "lineno", 0))
            found += [Break(path, number, i, line, words) for i, (words, _) in enumerate(changes(node))]
    return found


def _untouched(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        kept: list[ast.AST] = []
        if isinstance(node, ast.Module):
            kept = [n for n in node.body if not isinstance(n, ast.FunctionDef | ast.ClassDef)]
        elif isinstance(node, ast.ClassDef):
            kept = [n for n in node.body if not isinstance(n, ast.FunctionDef)] + list(node.keywords)
        elif isinstance(node, ast.FunctionDef):
            args = node.args
            kept = [
                *args.posonlyargs,
                *args.args,
                *args.kwonlyargs,
                node.returns or ast.Pass(),
                *node.decorator_list,
            ]
        elif isinstance(node, ast.AnnAssign):
            kept = [node.annotation]
        for one in kept:
            yield from (id(n) for n in ast.walk(one))


def broken(found: Break) -> ast.Module:
    """The module with that change, or as it is where `change` is negative."""
    tree = ast.parse(found.path.read_bytes())
    if found.change < 0:
        return tree
    nodes = list(ast.walk(tree))
    target = nodes[found.node]
    changed = copy.deepcopy(list(changes(target))[found.change][1])
    for parent in nodes:
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, changed)
            elif isinstance(value, list):
                value[:] = [changed if one is target else one for one in value]
    ast.copy_location(changed, target)
    return ast.fix_missing_locations(tree)


# -- who should notice -----------------------------------------------------------------------------


def tests_of(path: Path) -> list[str]:
    """The tests that concern a module: those of its own name first, then its room's."""
    inside = path.relative_to(ROOT / "warroom")
    room = inside.parts[0]
    own = sorted((ROOT / "tests" / room).rglob(f"test_{inside.stem}.py"))
    rest = sorted((ROOT / "tests" / room).rglob("test_*.py"))
    beside = [ROOT / "tests" / "reports"] if room == "core" else []
    return [
        str(p)
        for p in dict.fromkeys([*own, *rest, *(t for d in beside for t in sorted(d.glob("test_*.py")))])
    ]


class _Broken(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module as it was broken."""

    def __init__(self, found: Break) -> None:
        self._found = found
        inside = found.path.relative_to(ROOT).with_suffix("")
        self._name = ".".join(inside.parts).removesuffix(".__init__")

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._name:
            return None
        package = self._found.path.name == "__init__.py"
        spec = importlib.util.spec_from_loader(name, self, origin=str(self._found.path), is_package=package)
        if spec and package:
            spec.submodule_search_locations = [str(self._found.path.parent)]
        return spec

    def get_source(self, fullname: str) -> str:
        return self._found.path.read_text("utf-8")

    def is_package(self, fullname: str) -> bool:
        return self._found.path.name == "__init__.py"

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._found.path)
        exec(compile(broken(self._found), str(self._found.path), "exec"), module.__dict__)


class _Trial(NamedTuple):
    found: Break
    child: int
    until: float


def _try(found: Break) -> _Trial:
    """Start the tests on a module that is broken so."""
    child = os.fork()
    if not child:
        status = 1
        try:
            os.setsid()
            status = _run(found)
        finally:
            os._exit(status)
    return _Trial(found, child, time.monotonic() + LIMIT)


def _ended(trial: _Trial) -> bool | None:
    """Whether a test failed, or hung; None while they run."""
    done, status = os.waitpid(trial.child, os.WNOHANG)
    if done:
        return status != 0
    if time.monotonic() < trial.until:
        return None
    os.killpg(trial.child, signal.SIGKILL)
    os.waitpid(trial.child, 0)
    return True


def _run(found: Break) -> int:
    import pytest

    sys.meta_path.insert(0, _Broken(found))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    arguments = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
    return int(
        pytest.main([*arguments, *tests_of(found.path)]) not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    )


# -- the round -------------------------------------------------------------------------------------


def sample(names: Sequence[str], most: int, seed: int) -> list[Break]:
    """At most so many breaks, spread evenly over what can be broken."""
    paths = [p for room in ROOMS for p in sorted((ROOT / "warroom" / room).rglob("*.py"))]
    wanted = [p for p in paths if p.relative_to(ROOT).as_posix() not in _SKIPPED]
    if names:
        wanted = [p for p in wanted if any(name in p.as_posix() for name in names)]
    every = [b for p in wanted for b in breaks(p)]
    random.Random(seed).shuffle(every)
    return sorted(every[:most])


def _results(chosen: Sequence[Break], jobs: int) -> Iterator[tuple[Break, bool]]:
    """Each break with whether it was noticed, so many at a time."""
    waiting, running = list(reversed(chosen)), list[_Trial]()
    while waiting or running:
        while waiting and len(running) < jobs:
            running.append(_try(waiting.pop()))
        time.sleep(0.02)
        for trial in list(running):
            if (seen := _ended(trial)) is not None:
                running.remove(trial)
                yield trial.found, seen


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="parts of the paths of modules")
    parser.add_argument("--sample", type=int, default=400, help="at most so many breaks (400)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (1)")
    parser.add_argument("--most", type=float, default=5.0, help="so many per cent may survive (5)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many at a time")
    parser.add_argument("--list", action="store_true", help="only say what would be broken")
    told = parser.parse_args()
    chosen = sample(told.names, told.sample, told.seed)
    if told.list:
        print(*chosen, sep="\n")
        return 0
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import msgspec  # noqa: F401 - loaded once, before the forks
    import pytest  # noqa: F401

    rooms = {one.path.relative_to(ROOT).parts[1]: one for one in chosen}
    whole = [one._replace(change=-1, words="unbroken") for one in rooms.values()]
    if failing := [one for one, seen in _results(whole, told.jobs) if seen]:
        print(*(f"the tests fail without a break: {one}" for one in failing), sep="\n")
        return 1
    survived = 0
    for number, (one, seen) in enumerate(_results(chosen, told.jobs), 1):
        if not seen:
            survived += 1
            print(f"survived: {one}", flush=True)
        if number % 25 == 0:
            print(f"{number} of {len(chosen)}, {survived} survived", file=sys.stderr, flush=True)
    share = 100 * survived / max(1, len(chosen))
    print(f"{len(chosen)} breaks, {survived} survived: {share:.1f} %")
    return int(share > told.most)


if __name__ == "__main__":
    sys.exit(main())
