# What a person and CI do with this checkout. Needs: python3 (3.11 or newer) and make; uv is used when it is there.
#
#   make run     set up, then open the demo            make check   format, lint, types, who-may-know-whom
#   make test    set up, then all tests (ARGS=...)     make bench   the figures in README
#   make docs    write the generated pages again       make clean   remove what the above made
#   make browser what the tests of the web page want beside Chromium and Node
#   make mutants break core and reports in small ways, and see which tests notice (ARGS='--sample 50 cadence')
#   make faults  kill it, fail its calls, cut the power, crowd it: the long campaigns (ARGS='kill system users …')

SHELL := /bin/sh
PY := .venv/bin/python
# The checkout's place is part of the stamp: an environment that was moved with it points to the old place.
PLACE := $(shell pwd | cksum | cut -d' ' -f1)
RUN := .venv/ready-run-$(PLACE)
DEV := .venv/ready-dev-$(PLACE)
SETUP := pyproject.toml constraints.txt scripts/venv
ARGS ?=

export PYTHON
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check docs bench faults mutants browser clean

run: $(RUN)
	@.venv/bin/warroom demo

test: $(DEV)
	@$(PY) -m pytest -q -n auto $(ARGS)

check: $(DEV)
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

docs: $(DEV)
	@$(PY) scripts/catalogues.py
	@$(PY) scripts/make_docs.py
	@$(PY) scripts/picture.py

bench: $(DEV)
	@missed=; for bench in benchmarks/bench_*.py; do echo "== $$bench"; $(PY) "$$bench" || missed="$$missed $$bench"; done; \
	[ -z "$$missed" ] || { echo "missed their targets:$$missed" >&2; exit 1; }

faults: $(DEV)
	@$(PY) scripts/faults.py $(ARGS)
	@[ -n "$(ARGS)" ] || WARROOM_FAULTS=long $(PY) -m pytest -q -n auto tests/faults/test_damage.py
	@[ -n "$(ARGS)" ] || $(PY) benchmarks/bench_load.py

mutants: $(DEV)
	@$(PY) scripts/mutants.py $(ARGS)

browser:
	@cd tests/browser && timeout 300 npm install --no-fund --no-audit --no-package-lock --silent

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(RUN): $(SETUP)
	@scripts/venv run
	@touch $@

$(DEV): $(SETUP)
	@scripts/venv dev
	@touch $@ $(RUN)
