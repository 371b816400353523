# Every target sets up what it needs: python3 is enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
EVERY_CORE := --numprocesses auto --dist worksteal
ifndef SEED
SEED := $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
endif
# More for pytest: make test ARGS="--shuffle 3"
ARGS ?=
# The order of a set is the same each time, and another where the tests explore.
export PYTHONHASHSEED := 0
# What Python compiled is kept, also where a machine is told not to: else each worker compiles every test anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

help: ## say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.app ## open the dashboard on sample leads
	@$(BIN)/fuyu demo

test: $(VENV)/.test ## run the tests, the same each time
	$(RUN) pytest $(EVERY_CORE) $(ARGS)

quick: $(VENV)/.test ## run the tests that need neither a screen nor a process: what to run in between
	$(RUN) pytest $(EVERY_CORE) -m "not (soak or pty or slow)" --hypothesis-profile few $(ARGS)

check: $(VENV)/.check ## format, lint, types, import contracts, unsafe constructions
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(BIN)/lint-imports
	$(RUN) pytest --quiet tests/test_unsafe.py

screenshots: $(VENV)/.pictures ## draw the pictures anew; look at them before you commit them
	$(RUN) pytest tests/test_pictures.py --redraw

zones: $(VENV)/.test ## write the table of zones by phone prefix anew, from the data of phonenumbers
	$(RUN) tests.zone_table

film: $(VENV)/.pictures ## draw the moving picture of the README anew, from a real terminal
	$(RUN) bench.film screenshots/morning.webp

man: $(VENV)/.app ## write the manual page anew, from the parser
	$(RUN) fuyu.cli.man > docs/fuyu.1

keys: $(VENV)/.app ## write the tables of docs/keys.md anew, from the registry
	@sed -n '1,/^<!-- tables -->$$/p' docs/keys.md > docs/keys.md.new
	@echo >> docs/keys.md.new
	@$(BIN)/fuyu keys --markdown >> docs/keys.md.new
	@mv docs/keys.md.new docs/keys.md

settings: $(VENV)/.test ## write the tables of docs/settings.md and docs/themes.md anew
	$(RUN) tests.settings_page

docs: $(VENV)/.site ## build the site of the docs in site/; a link that leads nowhere is an error
	$(BIN)/python .ci/pages
	$(BIN)/zensical build --clean --strict

bench: $(VENV)/.test ## measure in a real terminal, and print ratios
	$(RUN) bench

soak: $(VENV)/.test ## the slow tests, TinyDB's own, and every property test on examples drawn anew; SEED=N draws them again
	@echo "faults, kills, power cuts, years, ten minutes of random keys; property tests on ten times as many examples"
	@echo "seed $(SEED): make soak SEED=$(SEED) does the same again"
	PYTHONHASHSEED=$(SEED) $(RUN) pytest $(EVERY_CORE) --verbose -m "soak or hypothesis" --seed $(SEED) $(ARGS)
	$(RUN) tests.tinydb_suite

release: $(VENV)/.check ## make a release: version, changelog, build, tried from the wheel, tag; VERSION=0.2.0
	$(MAKE) check test
	PYTHON=$(PYTHON) .ci/release "$(VERSION)"

clean: ## take away what the other targets made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache bench/out build dist site
	find fuyu tests bench -name __pycache__ -prune -exec rm -r {} +

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.app: $(VENV)/bin/python pyproject.toml
	$(RUN) pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.app
	$(RUN) pip install --quiet --group test
	@touch $@

$(VENV)/.pictures: $(VENV)/.test
	$(RUN) pip install --quiet --group pictures
	@touch $@

$(VENV)/.check: $(VENV)/.test
	$(RUN) pip install --quiet --group check
	@touch $@

$(VENV)/.site: $(VENV)/bin/python pyproject.toml
	$(RUN) pip install --quiet --group site
	@touch $@

.PHONY: help demo test quick check screenshots man keys settings zones film docs bench soak release clean
