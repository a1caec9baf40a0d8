# One command for the map, one for all checks; `make help` lists the rest.

PYTHON ?= python3
SEED ?= seeds/2019-06-hama-counteroffensive
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -q
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: map test lint types contracts unit slow browser format clean help

map: .venv/installed ## map the first seed: out/map.html and out/control.geojson
	@$(BIN)/mapper map $(SEED) -o out/map.html
	@$(BIN)/mapper export $(SEED) --layer control -o out/control.geojson
	@echo "out/control.geojson: the state of each place on the latest report's day, for QGIS and other programs"
	@echo "Open $(CURDIR)/out/map.html in a browser."

test: lint types contracts unit slow browser ## run every check

lint: .venv/tested ## style of the code
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet

types: .venv/tested ## types
	$(BIN)/mypy

contracts: .venv/tested ## which module may import which
	$(BIN)/lint-imports --no-logo

unit: .venv/tested ## the fast tests
	$(PYTEST) -m "not browser and not slow" -n auto

slow: .venv/tested ## the wheel and the notebooks
	$(PYTEST) -m "slow and not browser" -n auto --dist loadfile

browser: .venv/tested ## the map page in Chromium
	$(PYTEST) -m browser

format: .venv/tested ## tidy the code
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format --quiet

clean: ## remove what the other commands made
	rm -rf .venv out build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# A stamp is newer than what it was installed from, so a second run installs nothing. The package is
# installed in place: a change of its code needs no new installation.

.venv/installed: pyproject.toml mapper/_version.py | $(BIN)/python
	@echo "Installing frontline-mapper into .venv (a minute or two the first time)"
	@$(PIP_INSTALL) --editable . > .venv/pip.log 2>&1 || { cat .venv/pip.log; exit 1; }
	@touch $@

.venv/tested: pyproject.toml mapper/_version.py | $(BIN)/python
	@echo "Installing frontline-mapper and what tests it into .venv (a minute or two the first time)"
	@$(PIP_INSTALL) --editable '.[test]' > .venv/pip.log 2>&1 || { cat .venv/pip.log; exit 1; }
	@touch .venv/installed $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }
