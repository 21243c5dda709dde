# Everything a newcomer needs: Python 3.11 or later, pip and make. All paths are relative, so the
# checkout may lie anywhere, spaces included.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench docs lock clean

# The first interpreter found that is new enough; `make setup PYTHON=...` names another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
  if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
  then echo $$p; break; fi; done)
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
WORKERS ?= 2

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile

setup: $(READY) ## install everything into .venv, and compile the kernels once

# Runs again only when the locked versions or the package's own metadata change.
$(READY): requirements/dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $(READY)

demo: setup ## make up a practice, audit it, say where the report is
	@$(VENV)/bin/reclaim demo --out demo

test: setup ## run the tests
	@$(PY) -m pytest -q -n $(WORKERS)
	@if [ "$$RECLAIM_TEST_S3" != 1 ]; \
	then echo "Left out: workspaces on S3-compatible storage. RECLAIM_TEST_S3=1 make test runs them too."; \
	fi
	@if [ "$$RECLAIM_TEST_MARIADB" != 1 ]; \
	then echo "Left out: OpenEMR's database on a MariaDB server. RECLAIM_TEST_MARIADB=1 make test runs them too."; \
	fi
	@if [ "$$RECLAIM_TEST_S3$$RECLAIM_TEST_MARIADB" = 11 ]; \
	then echo "Nothing was left out."; \
	fi

lint: setup ## style, formatting, imports, types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m mypy

bench: setup ## measure reading, auditing, pricing and importing
	@$(PY) -m benchmarks.run
	@$(PY) -m benchmarks.pricing
	@$(PY) -m benchmarks.calibration
	@$(PY) -m benchmarks.in_network

docs: setup ## write docs/reference from the source it describes
	@$(PY) -m tools.reference

lock: ## choose versions anew and write requirements/ (needs uv)
	@sh tools/lock.sh

clean: ## remove what the other targets made
	rm -rf $(VENV) .bench-venv demo build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
