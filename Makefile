# Every target sets up what it needs: python3 is enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

.DEFAULT_GOAL := help

help: ## say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.app ## open the dashboard on sample leads
	@$(BIN)/fuyu demo

test: $(VENV)/.test ## run the tests
	$(RUN) pytest

check: $(VENV)/.check ## format, lint, types, import contracts, unsafe constructions
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(BIN)/lint-imports
	$(RUN) pytest --quiet tests/test_unsafe.py

screenshots: $(VENV)/.test ## draw the pictures anew; look at them before you commit them
	$(RUN) pytest tests/test_pictures.py --redraw

man: $(VENV)/.app ## write the manual page anew, from the parser
	$(RUN) fuyu.cli.man > docs/fuyu.1

bench: $(VENV)/.test ## measure in a real terminal, and print ratios
	$(RUN) bench

soak: $(VENV)/.test ## the slow tests: faults, kills, random keys
	$(RUN) pytest -m soak

clean: ## take away what the other targets made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache bench/out

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.app: $(VENV)/bin/python pyproject.toml
	$(RUN) pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.app
	$(RUN) pip install --quiet --group test
	@touch $@

$(VENV)/.check: $(VENV)/.test
	$(RUN) pip install --quiet --group check
	@touch $@

.PHONY: help demo test check screenshots man bench soak clean
