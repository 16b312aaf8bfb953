# The two main targets are `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-strip-extras --quiet --upgrade --extra build --extra site --extra workbench
OLD := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --quiet

.DEFAULT_GOAL := help
.PHONY: help serve translate test fuzz lint format sync check compile modules audit benchmarks lock wheel screenshots clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

serve: $(RUNTIME) ## Set up and serve the site at http://HOST:PORT/, and reload saved catalogs
	$(BIN)/kfor-i18n serve --reload --host $(HOST) --port $(PORT)

translate: $(RUNTIME) ## Set up and translate in the browser, on the pages of the site (ARGS: options)
	$(BIN)/kfor-i18n translate $(ARGS)

test: $(DEV) ## Set up and run the tests (ARGS: options for pytest)
	$(BIN)/python -m pytest $(ARGS)

fuzz: $(DEV) ## Run the property tests on many random examples (ARGS: options for pytest)
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile fuzz --maxfail 10 $(ARGS)

lint: $(DEV) ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV) ## Format the sources
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

sync: $(DEV) ## Update templates, catalogs, compiled catalogs and the badge
	$(BIN)/kfor-i18n sync
	$(BIN)/kfor-i18n stats --locale sl --quiet --badge docs/images/translated-sl.svg
	$(BIN)/python -m tests.docs.codes

check: $(DEV) ## Check the sources, templates and catalogs
	$(BIN)/kfor-i18n check
	$(BIN)/kfor-i18n format --check

compile: $(DEV) ## Compile the catalogs that changed
	$(BIN)/kfor-i18n compile --quiet

modules: ## Check the types and style of the workbench's modules
	linting/run

audit: $(DEV) compile ## Check the pages with vnu, html-validate, axe, pa11y and Lighthouse
	audit/run

benchmarks: $(DEV) compile ## Compare speed and quality with other tools (downloads real catalogs)
	$(INSTALL) --require-hashes -r requirements/benchmarks.txt
	$(BIN)/python -m benchmarks.roundtrip
	$(BIN)/python -m benchmarks.killing
	$(BIN)/python -m benchmarks.matching
	$(BIN)/python -m benchmarks.updating
	$(BIN)/python -m benchmarks.compiling
	$(BIN)/python -m benchmarks.checking
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.serving
	$(BIN)/python -m benchmarks.soaking

lock: $(DEV) ## Update the lock files to the newest versions
	$(UV) -o requirements/runtime.txt
	$(UV) --extra dev -o requirements/dev.txt
	$(UV) --extra benchmarks -c requirements/dev.txt -o requirements/benchmarks.txt
	$(OLD) requirements/oldest.in -o requirements/oldest.txt
	$(OLD) requirements/flask-babel-3.in --no-deps -o requirements/flask-babel-3.txt

wheel: $(DEV) ## Build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

screenshots: $(DEV) compile ## Take the screenshots for the docs
	$(BIN)/python docs/screenshots.py

clean: ## Remove everything that was built
	rm -rf .venv audit/node_modules linting/node_modules dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -r {} +
	rm -f translations/*/LC_MESSAGES/*.mo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'kfor-i18n requires Python 3.11 or newer; run make PYTHON=python3.12 ...'; exit 1; }
	$(PYTHON) -m venv .venv

$(RUNTIME): requirements/runtime.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements/runtime.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	-$(BIN)/kfor-i18n compile --quiet
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	-$(BIN)/kfor-i18n compile --quiet
	@touch $@ $(RUNTIME)
