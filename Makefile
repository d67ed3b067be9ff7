# For people: make demo, make test. Needs python3.11 with its venv module, and make.
# Everything made lies in .venv/, node_modules/ and var/; remove them to start afresh.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help setup demo run check test bench lock always

PYTHON3 ?= python3.11
VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
VAR := $(or $(VAR_DIR),var)
DONE := $(VAR)/made
TYPED := accounts households decisions benefits children housing coordination reports config

# Without DATABASE_URL the database is a file of ours, so a note of what was done to it can be kept.
DATABASE := $(DONE)/$(if $(DATABASE_URL),given-database,database)
DEMO := $(DONE)/$(if $(DATABASE_URL),given-demo,demo)
UNKNOWN := $(if $(DATABASE_URL),always,$(if $(wildcard $(VAR)/osk.sqlite3),,always))

help:
	@printf '%s\n' \
	  'make demo    set up, fill a demo municipality and serve it (PORT=8000)' \
	  'make setup   packages, fonts, static files and database' \
	  'make run     set up and serve without demo data' \
	  'make test    the whole test suite, on every database and browser found' \
	  'make check   style, types, templates, migrations, deployment' \
	  'make bench   measure speed on a scratch database' \
	  'make lock    renew the lock files from pyproject.toml'

setup: $(DONE)/static $(DONE)/fonts $(DATABASE)

# Every person in a demo is invented: the password alone will do, and each page says so.
demo: setup $(DEMO)
	@MFA_REQUIRED=$${MFA_REQUIRED:-off} exec $(PYTHON) -P config/serve.py

run: setup
	@exec $(PYTHON) -P config/serve.py

check: $(VENV)/dev node_modules/.package-lock.json
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy $(TYPED)
	$(VENV)/bin/djlint --lint templates
	$(VENV)/bin/bandit --quiet --configfile pyproject.toml --recursive $(TYPED) 2> >(grep -v 'nosec encountered' >&2)
	DATABASE_URL=sqlite://:memory: $(PYTHON) manage.py makemigrations --check --dry-run
	DATABASE_URL=sqlite://:memory: ALLOWED_HOSTS=osk.example \
	  SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  $(PYTHON) manage.py check --deploy --fail-level WARNING

test: $(VENV)/dev node_modules/.package-lock.json $(DONE)/fonts
	@$(PYTHON) -m tests.run $(ARGS)

bench: $(DONE)/static $(DONE)/fonts
	DATABASE_URL=$(or $(BENCH_DATABASE_URL),sqlite:///$(abspath $(VAR))/bench.sqlite3) $(PYTHON) manage.py bench all

lock: $(VENV)/dev
	$(VENV)/bin/uv pip compile --python-version 3.11 --quiet --no-header --generate-hashes pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile --python-version 3.11 --quiet --no-header --generate-hashes --group dev pyproject.toml -o requirements-dev.lock
	$(VENV)/bin/uv pip compile --python-version 3.11 --quiet --no-header --generate-hashes --group node -o requirements-node.lock

always:

$(PYTHON):
	@$(PYTHON3) -m venv $(VENV) || { rm -rf $(VENV); echo 'Trenger python3.11 med venv (Debian: python3.11-venv).' >&2; exit 1; }

$(VENV)/prod: requirements.lock | $(PYTHON)
	@echo 'Henter Python-pakker ...'
	@$(PIP) -r $<
	@touch $@

$(VENV)/dev: requirements-dev.lock | $(VENV)/prod
	@echo 'Henter pakker for utvikling og tester ...'
	@$(PIP) -r $<
	@touch $@

# npm of the machine where there is one, else one from the Python registry.
node_modules/.package-lock.json: package-lock.json package.json .npmrc requirements-node.lock | $(PYTHON)
	@echo 'Henter utseende og skrift ...'
	@if ! { node --version && npm --version; } >/dev/null 2>&1; then \
	  $(PIP) -r requirements-node.lock; export PATH="$(CURDIR)/$(VENV)/bin:$$PATH"; fi; \
	npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

$(DONE)/fonts: node_modules/.package-lock.json reports/files/fonts.py | $(VENV)/prod
	@$(PYTHON) manage.py convert_fonts
	@mkdir -p $(@D) && touch $@

$(DONE)/static: $(shell find static -type f) node_modules/.package-lock.json $(VENV)/prod config/settings.py
	@$(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0
	@mkdir -p $(@D) && touch $@

$(DATABASE): $(wildcard */migrations/*.py) $(VENV)/prod $(UNKNOWN) | node_modules/.package-lock.json
	@echo 'Klargjør databasen ...'
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py createcachetable
	@mkdir -p $(@D) && touch $@

$(DEMO): $(DATABASE) $(UNKNOWN) | $(DONE)/fonts
	@$(PYTHON) manage.py demo
	@touch $@
