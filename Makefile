# make demo = set up and run everything; make test = set up and run every test.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOME_OF_DEMO := data/local/demo
PORT ?= 8050

.PHONY: demo test check browser setup docs clean kill-test

demo: $(READY)
	$(BIN)/weegboek demo --home $(HOME_OF_DEMO)
	$(BIN)/weegboek serve --home $(HOME_OF_DEMO) --port $(PORT)

test: check browser
	$(BIN)/pytest -n 2 -m "not browser"
	$(BIN)/pytest -m browser

# A run that is killed at a random moment and started again, a hundred times.
kill-test: $(READY)
	WEEGBOEK_KILLS=100 $(BIN)/pytest tests/etl/ingest/test_kill.py

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

docs: $(READY)
	$(BIN)/python -m tests.docs.generate

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

browser:
	@command -v chromium >/dev/null || { echo "Installing Debian's chromium for the browser tests"; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
