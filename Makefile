# The two that matter: `make demo` shows the example site, `make test` runs what CI runs.
# PYTHON=/path/to/python picks the interpreter, PORT= and HOST= where the demo listens.

SHELL := bash
PORT ?= 8000
HOST ?= 127.0.0.1
PY := .venv/bin/python
SITE := $(PY) example_site/manage.py
PYTEST := $(PY) -m pytest -q -n auto
export PYTHON PORT

.DEFAULT_GOAL := help
.PHONY: help demo demo-site env-demo env-test test lint types test-sqlite test-postgres test-browser test-matrix \
	test-wheel coverage bench docs docs-screenshots format migrations clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: demo-site ## the example site with its content, on http://localhost:8000 (PORT= changes it)
	@printf '\n  Site    http://localhost:%s/   (en español: http://localhost:%s/es/)\n' $(PORT) $(PORT)
	@printf '  Admin   http://localhost:%s/admin/   user: admin   password: harbor-demo\n  Stop    Ctrl-C\n\n' $(PORT)
	@exec $(SITE) runserver --noreload --skip-checks $(HOST):$(PORT)

demo-site: env-demo ## all of the demo but serving it
	@$(SITE) migrate --noinput --verbosity 0
	@$(SITE) load_demo

env-demo:
	@scripts/env example

env-test:
	@scripts/env example,testing,lint

test: env-test ## everything CI runs: style, types, handbooks, both databases, browser, version matrix, the built wheel
	@MAKE="$(MAKE)" scripts/run_steps lint types docs test-sqlite test-postgres test-browser+test-wheel test-matrix

lint: env-test ## style of code and templates, and the import rules
	@scripts/lint

types: env-test ## mypy with the Django plugin
	.venv/bin/mypy

test-sqlite: env-test ## the test suite on SQLite
	$(PYTEST) -m "not browser"

test-postgres: env-test ## the test suite on a throw-away PostgreSQL
	scripts/with_postgres $(PYTEST) -m "not browser and not pure and not portable"

test-browser: env-test ## the tests that drive a real browser (needs Debian's chromium)
	CHROMIUM=$$(scripts/find_chromium) && export CHROMIUM && $(PY) -m pytest -q -m browser

test-matrix: ## the corners of the version matrix in tox.ini (ENVS=py310-wagtail70-lowest for one)
	scripts/test_matrix $(if $(ENVS),-e $(ENVS))

test-wheel: ## the built wheel in a new `wagtail start` site on Wagtail 7.0, 7.4 and 8.0
	scripts/check_wheel

coverage: env-test ## the test suite on SQLite, with the lines no test reaches
	$(PYTEST) -m "not browser" --cov --cov-report=term-missing:skip-covered

bench: env-test ## the benchmarks (SIZES="1000 10000" for directories of these sizes)
	SIZES="$(SIZES)" scripts/bench

docs: ## the handbooks as a site in var/docs; fails on a broken link
	@scripts/env docs
	@.venv/bin/mkdocs build --quiet --strict
	@printf 'var/docs/index.html\n'

docs-screenshots: env-test ## the pictures of the editor's handbook, anew from the demo
	CHROMIUM=$$(scripts/find_chromium) && export CHROMIUM && $(PY) scripts/docs_screenshots.py

format: env-test ## let ruff rewrite the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

migrations: ## a migration written on Wagtail 7.0: make migrations APP=harbor_directory NAME=add_something
	scripts/make_migrations "$(APP)" "$(NAME)"

clean: ## remove environments, caches and the demo's database
	rm -rf .venv .tox var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
