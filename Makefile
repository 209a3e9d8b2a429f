# Two commands: `make run` serves the demo, `make test` proves the project. Everything lands in .venv, node_modules and var.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export DATA_DIR ?= $(CURDIR)/var
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
NODE_BIN := $(if $(shell command -v npm 2>/dev/null),,$(CURDIR)/.venv/node/bin:)

.PHONY: run setup test lint bench lock lrs clean messages help

help:
	@echo "make run    set up what is missing and serve the demo (PORT=$(PORT) HOST=$(HOST))"
	@echo "make test   set up and run all the tests; make lint; make bench (long measures)"
	@echo "make lrs    a learning record store, for the tests that send statements to one"
	@echo "make clean  forget what was set up (keeps var/, the data)"

.stamps/python:
	@mkdir -p .stamps
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. Type: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@touch $@

.stamps/run: requirements.txt | .stamps/python
	@echo "Installing the Python packages (once)…"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.stamps/dev: requirements-dev.txt | .stamps/python
	@echo "Installing the Python packages, the tests' too (once)…"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ .stamps/run

# Node is only needed at set-up, to take the assets that package-lock.json names; where there is none it comes from PyPI.
.stamps/npm: package.json package-lock.json requirements-node.txt | .stamps/python
	@command -v npm >/dev/null || { echo "Installing Node from PyPI (once)…"; $(PIP_INSTALL) -r requirements-node.txt; }
	@echo "Taking the front-end assets (once)…"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# With what only the tests run: a judge of H5P packages that is not ours, and of the pages' accessibility.
.stamps/npm-dev: package.json package-lock.json requirements-node.txt | .stamps/python
	@command -v npm >/dev/null || { echo "Installing Node from PyPI (once)…"; $(PIP_INSTALL) -r requirements-node.txt; }
	@echo "Taking the front-end assets, the tests' packages too (once)…"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@ .stamps/npm

.stamps/assets: .stamps/npm $(wildcard static/js/*.js static/css/*.css static/css/*/*.css lms/web/assets.py lms/web/stylesheet.py)
	@$(BIN)/python manage.py assets
	@touch $@

.stamps/messages: $(wildcard lms/locale/*/LC_MESSAGES/django.po)
	@$(BIN)/python manage.py messages --compile
	@touch $@

setup: .stamps/run .stamps/assets .stamps/messages

run: setup
	@exec $(BIN)/python manage.py run --host $(HOST) --port $(PORT)

# In the order collected: tests that empty the database stand behind those that find the tree of pages in it.
test: .stamps/dev .stamps/npm-dev .stamps/assets .stamps/messages
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder $(TEST_ARGS)

lint: .stamps/dev .stamps/assets .stamps/messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py lintmigrations --settings lms.settings.lint
	$(BIN)/python manage.py messages --check
	$(BIN)/mypy

bench: .stamps/dev .stamps/npm-dev .stamps/assets .stamps/messages
	$(BIN)/python -m tests.bench $(BENCH_ARGS)

# Ralph, in .lrs: the tests that send statements to a real store start it from there.
.stamps/lrs: requirements-lrs.txt | .stamps/python
	@echo "Installing a learning record store (once)…"
	@$(PYTHON) -m venv .lrs && .lrs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lrs.txt
	@touch $@

lrs: .stamps/lrs

messages: .stamps/dev
	$(BIN)/python manage.py messages --update

lock: .stamps/dev
	$(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --group node --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-node.txt
	$(BIN)/uv pip compile --quiet --group lrs --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-lrs.txt

clean:
	rm -rf .venv .lrs .stamps node_modules
