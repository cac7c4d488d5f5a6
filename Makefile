# make demo   set everything up and do the main job on the founding document
# make test   set everything up and pass the tests
# Both build their own environment in .venv from Python 3.11 or later (PYTHON=python3.12 make test to choose another).

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint schemas wheel-test bench clean

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("mandates needs Python 3.11 or later; choose one with PYTHON=/path/to/python make ...") if sys.version_info < (3, 11) else None'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: $(READY)
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# JSON Schemas and the pages of docs/ that are made from the sources.
schemas: $(READY)
	$(BIN)/python -m scripts.schemas
	$(BIN)/python -m scripts.codes
	$(BIN)/python -m scripts.architecture

# The wheel in a clean environment outside the checkout: installs, finds its migrations, does the main job.
wheel-test: $(READY)
	PYTHON="$(PYTHON)" sh scripts/wheel.sh

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
