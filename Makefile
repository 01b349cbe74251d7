# Commands of this project. `make demo` runs the main job on the example pages; `make test` runs all tests.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export BROADSHEET_HOME ?= $(CURDIR)/warehouse
export DAGSTER_HOME ?= $(BROADSHEET_HOME)/dagster

.PHONY: help env demo demo-live dev test test-far lint check gate fuzz faults hostile soak licences vulnerabilities bench format clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

env: .venv/.installed  ## make .venv from the lock (with uv where it is installed, else pip)

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.12, say."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@if command -v uv >/dev/null; then \
	  echo "installing with uv"; \
	  uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  echo "installing with pip (about a minute)"; \
	  $(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

demo: env  ## run the whole pipeline on examples/ and ask the warehouse three questions
	@$(BIN)/broadsheet demo

demo-live: env  ## serve examples/ on this machine, poll it, run the pipeline and show the ledger
	@$(BIN)/broadsheet demo --live

dev: env  ## open the Dagster web UI on the warehouse
	@mkdir -p -m 700 $(DAGSTER_HOME) && { test -e $(DAGSTER_HOME)/dagster.yaml || cp pipelines/dagster_home/dagster.yaml $(DAGSTER_HOME)/; }
	$(BIN)/dg dev -w workspace.yaml --host 127.0.0.1 --port $${PORT:-3000}

# A file's tests stay together, since they share what is dear to make.
PYTEST := $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: env  ## run all tests
	$(PYTEST)

test-far: env  ## run the tests against real servers: S3, Postgres and Ray (installs what they need first)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-far.lock
	$(BIN)/python -m pytest tests/far

check: lint  ## format, lint, types, fast tests
	$(PYTEST) -q -m "not slow"

lint: env  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint -q sql/model sql/view sql/checks sql/queries sql/search sql/ops sql/dossier sql/browse sql/export sql/judgements sql/ftm

gate: env  ## measure quality on the gold corpora and compare with the pins
	$(BIN)/python -m tests.gates --store

licences: env  ## check that every licence of what the lock installs is known and accepted
	$(BIN)/python -m tests.house.licences --check

fuzz: env  ## look for inputs that break readers and finders: MINUTES=10 for each target, TARGETS="feeds warc" for some
	$(BIN)/python -m tests.fuzz $(if $(MINUTES),--minutes $(MINUTES)) $(TARGETS)

faults: env  ## run the tests of whole runs under real faults: power cuts, clocks, rights, hostile pages, a short soak
	BROADSHEET_FAULTS=1 $(BIN)/python -m pytest tests/faults tests/hostile tests/soak

hostile: env  ## run 330 pages and 105 archives as bad as they come beside good ones: a row or a reason each
	$(BIN)/python -m tests.hostile

soak: env  ## poll, run, kill and read for MINUTES=120, then audit: nothing lost, doubled, grown or left
	$(BIN)/python -m tests.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SOAK_HOME),--home $(SOAK_HOME))

vulnerabilities: env  ## compare the lock with the package index's list of known vulnerabilities (asks it for each package)
	@command -v pip-audit >/dev/null || { echo "Nothing was compared: pip-audit is not installed. It asks the package index for every version of requirements.lock, so nothing here does that by itself: pipx install pip-audit, then run this again."; exit 1; }
	pip-audit --disable-pip --require-hashes -r requirements.lock

# Two ask for a home with a corpus: bench.bench_views and bench.bench_pages.
BENCHES := $(filter-out bench_views bench_pages,$(basename $(notdir $(wildcard bench/bench_*.py))))

bench: env  ## measure speed against the baselines
	@for name in $(BENCHES); do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

format: env  ## format and fix what can be fixed
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

clean:  ## remove caches and the environment, never the warehouse
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
