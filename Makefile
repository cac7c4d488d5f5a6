# make demo   set everything up and do the main job on the founding document
# make test   set everything up and pass the tests
# Both build their own environment in .venv from Python 3.11 or later (PYTHON=python3.12 make test to choose another),
# with the versions of libraries that .ci/requirements.txt names.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCK := .ci/requirements.txt
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check
# Tests that use every library that the program does, for `make lowest`.
USES_LIBRARIES := tests/rendering tests/schema tests/readers tests/reference tests/test_pipeline.py \
	tests/store/test_engine.py tests/store/test_search.py tests/store/test_inserting.py tests/web/test_api.py \
	tests/web/test_security.py tests/web/test_team.py tests/cli/test_main.py tests/cli/test_ingest.py \
	tests/cli/test_listing.py tests/cli/test_exchange.py tests/cli/test_marks.py tests/cli/test_progress.py

.PHONY: demo test lint schemas wheel-test server-test lowest lock mutants clean

$(READY): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit("mandates needs Python 3.11 or later; choose one with PYTHON=/path/to/python make ...") if sys.version_info < (3, 11) else None'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP_INSTALL) --require-hashes --requirement $(LOCK)
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# JSON Schemas and the pages of docs/ that are made from the sources.
schemas: $(READY)
	$(BIN)/python -m scripts.schemas
	$(BIN)/python -m scripts.codes
	$(BIN)/python -m scripts.registry
	$(BIN)/python -m scripts.architecture
	MANDATES_GOLDEN=update $(BIN)/python -m pytest -q tests/cli/test_main.py::test_the_page_of_commands_has_the_help_of_each

# The wheel in a clean environment outside the checkout: installs, finds its migrations, does the main job.
wheel-test:
	PYTHON="$(PYTHON)" sh scripts/wheel.sh

# The steps of the Containerfile, in a clean environment: a team's server answers.
server-test: $(READY)
	PYTHON="$(PYTHON)" sh scripts/server.sh

# How many of SAMPLE small changes to the program the tests notice.
SAMPLE ?= 100
SEED ?= 1
mutants: $(READY)
	$(BIN)/python $(PIP_INSTALL) --editable '.[mutants]'
	nice $(BIN)/python -m scripts.mutants --sample $(SAMPLE) --seed $(SEED)

# uv chooses the versions of the two recipes below.
UV := build/uv/bin/uv
$(UV):
	@$(PYTHON) -m venv build/uv
	@build/uv/bin/python $(PIP_INSTALL) uv

# Write the locks anew, after a change of what pyproject.toml asks for or to take newer versions.
LOCKING = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--custom-compile-command 'make lock'
lock: $(UV)
	$(LOCKING) --extra dev --upgrade --output-file $(LOCK)
	$(LOCKING) --extra oidc --constraint $(LOCK) --output-file container/requirements.txt

# The oldest versions that pyproject.toml allows, and the tests that use what they offer. What these libraries use in turn
# is new, so warnings of theirs are no errors here.
lowest: $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) build/lowest
	$(UV) pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable '.[dev]'
	build/lowest/bin/python -m pytest -o filterwarnings= $(USES_LIBRARIES)

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
