# What this project can make. `make help` lists it.
# Nothing but Python 3.11 or newer is needed; the rest is set up here, into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ROOMS := document builders templates accessibility press

.DEFAULT_GOAL := help
.PHONY: help guide library test kill fuzz fuzz-reader validators licences sbom lint bench leaflets listen lock clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

guide: $(VENV)/run.stamp ## Build the guide into dist/guide (sets everything up first)
	@$(BIN)/plainpress build sources/guide

library: $(VENV)/run.stamp ## Build the library of resources into dist/library
	@$(BIN)/plainpress build sources/library

test: $(VENV)/test.stamp ## Run the tests (sets everything up first)
	@$(BIN)/python .ci/missing.py
	@$(BIN)/python -m pytest -n auto

kill: $(VENV)/test.stamp ## Kill 50 builds at any step and 50 at random moments (KILLS=50), and look at what is left
	@PLAINPRESS_KILLS=$(or $(KILLS),50) $(BIN)/python -m pytest -n auto -o faulthandler_timeout=0 tests/safety/test_killed.py

fuzz: $(VENV)/test.stamp ## Build 1000 random publications under watch (FUZZ=1000), and count what came of them
	@PLAINPRESS_FUZZ=$(or $(FUZZ),1000) $(BIN)/python -m pytest -o faulthandler_timeout=0 -q tests/safety/test_fuzz.py

fuzz-reader: $(VENV)/fuzz.stamp ## Let atheris look for bytes that the reader cannot bear (RUNS=10000)
	@$(BIN)/python tests/safety/reader_fuzz.py -runs=$(or $(RUNS),10000) -verbosity=0 -print_final_stats=1

validators: ## Install what some tests want: Java, LibreOffice, Chromium, Ace (needs Debian or Ubuntu)
	@sh .ci/validators

lint: $(VENV)/lint.stamp ## Check style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@rm -rf build/rooms && mkdir -p build/rooms/plainpress
	@for room in $(ROOMS); do ln -s ../../../$$room build/rooms/plainpress/$$room; done
	@MYPYPATH=build/rooms $(BIN)/mypy

licences: $(VENV)/lint.stamp ## List what plainpress needs to run, with versions and licences
	@$(BIN)/python .ci/licences.py

sbom: $(VENV)/lint.stamp ## Write the bill of materials (CycloneDX) into build/sbom.json
	@$(BIN)/python .ci/sbom.py build/sbom.json

bench: $(VENV)/bench.stamp ## Measure speed and memory beside other tools (WORDS=1000000: a book of so many)
	@$(BIN)/python benchmarks/speed.py $(WORDS)
	@$(BIN)/python benchmarks/pdf.py
	@$(BIN)/python benchmarks/audio.py
	@$(BIN)/python benchmarks/readability_noise.py
	@$(BIN)/python benchmarks/readability_speed.py

leaflets: $(VENV)/test.stamp ## Build 1000 leaflets (LEAFLETS=1000) on a Dask cluster that loses a worker, and in processes
	@$(BIN)/python benchmarks/leaflets.py $(LEAFLETS)

listen: $(VENV)/listen.stamp ## Let a recogniser write down the guide's sound, and compare (SENTENCES=40 for a sample)
	@$(BIN)/python benchmarks/listen.py $(SENTENCES)

lock: $(VENV)/lint.stamp ## Renew the lock files under requirements/ from pyproject.toml
	@$(PIP) pip-tools
	@for extra in run test lint bench listen fuzz; do sh .ci/lock $(BIN) $$extra; done

clean: ## Remove what was made
	rm -rf $(VENV) build dist .validators *.egg-info

# A virtual environment with pip, and what builds the package, both locked.
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "plainpress needs Python 3.11 or newer: set PYTHON=python3.11 (or newer) and run make again")'
	@echo "Making the virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/%.stamp: requirements/%.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what is locked in $< ..."
	@$(PIP) --require-hashes -r $<
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@
