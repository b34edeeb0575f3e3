# make demo = set up and run everything; make test = set up and run every test.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOME_OF_DEMO := data/local/demo
PORT ?= 8050
ENTRIES ?= 1000000

.PHONY: demo test check browser screenshots interop strace faults setup docs bench bench-dashboards plotly fuzz kill-test intake-load clean

demo: $(READY) plotly
	$(BIN)/weegboek demo --home $(HOME_OF_DEMO)
	$(BIN)/weegboek serve --home $(HOME_OF_DEMO) --port $(PORT)

test: check browser interop strace
	$(BIN)/pytest -n 2 -m "not browser"
	$(BIN)/pytest -n 2 -m browser

# A run that is killed at a random moment and started again, a hundred times. In a process
# of its own (-n 1): when pytest itself ends, msgspec sometimes crashes (its issue 717).
kill-test: $(READY)
	WEEGBOEK_KILLS=100 $(BIN)/pytest -n 1 tests/etl/ingest/test_kill.py

# Ten submit for a minute and one is killed; then the service itself, a hundred times.
intake-load: $(READY)
	WEEGBOEK_LOAD_SECONDS=60 $(BIN)/pytest -s tests/etl/intake/test_load.py
	WEEGBOEK_INTAKE_KILLS=100 $(BIN)/pytest -n 1 tests/etl/intake/test_kill.py

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

# An optional tool with its own compiled code: it is installed only for this.
FUZZ_SECONDS ?= 60
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	$(BIN)/python -m tests.fuzz_target --list | while read -r form; do \
	  $(BIN)/python -m tests.fuzz_target "$$form" -max_total_time=$(FUZZ_SECONDS) "data/local/fuzz/$$form" || exit 1; done
# Every file call of every command made to fail, one at a time: docs/FAULTS.md.
faults: $(READY) strace
	$(BIN)/python -m tests.faults.matrix

docs: $(READY)
	$(BIN)/python -m tests.docs.generate

# PostgreSQL is measured beside the ledger, and left out when it cannot be had.
bench: $(READY)
	@command -v /usr/lib/postgresql/*/bin/initdb >/dev/null || { echo "Installing Debian's postgresql to compare with"; apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null; } || echo "PostgreSQL cannot be had here: left out"
	$(BIN)/python -m tests.bench --entries $(ENTRIES) --out docs/BENCHMARKS.md

# A million decisions behind the pages, and ten million; seven gigabytes of disk, and
# a quarter of an hour to make them.
COPIES ?= 100 1000
bench-dashboards: $(READY) browser
	$(BIN)/python -m tests.bench_dashboards --copies $(COPIES) --home data/local/bench-dashboards --out docs/BENCHMARKS-DASHBOARDS.md

setup: $(READY)

# The lock names every package, so pip is to resolve nothing: with --no-deps a release that
# comes out after the lock cannot change or break the set-up; pip check shows that nothing lacks.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV): a minute the first time"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check
	touch $@

# Pages load what stands here if it does, and else what pip brought, three times larger.
plotly: $(READY)
	@dashboards/plotly_bundle/build.sh $(CURDIR)/$(BIN)/python || echo "npm cannot be had here: pages load the Plotly of pip"

browser: plotly
	@command -v chromium >/dev/null && command -v pdftoppm >/dev/null || { echo "Installing Debian's chromium and poppler-utils for the browser tests"; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium poppler-utils >/dev/null; }
	@tests/browser/get_axe.sh data/local/axe || echo "axe-core cannot be had here: its tests are skipped"

# Every page in two widths, schemes and languages to look at, and the README's pictures.
screenshots: $(READY) browser
	$(BIN)/python -m tests.browser.screenshots --out data/local/screenshots --best

# Other people's programs, for tests that skip where these cannot be had.
interop:
	@tests/interop/get.sh data/local/interop || echo "Interop: not to be had, so its tests are skipped"

# Without strace the tests of faults are skipped, and say so: that is no reason to stop.
strace:
	@command -v strace >/dev/null || { echo "Installing Debian's strace for the tests of faults"; apt-get update -qq && apt-get install -y -qq --no-install-recommends strace >/dev/null; } || echo "strace cannot be had here: the tests of faults are skipped"

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
