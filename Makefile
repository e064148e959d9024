# Two commands are all that is needed: `make run` serves the assistant, `make test` checks everything.
# Nothing here is installed outside .venv, except what tests/prepare.sh says it installs.

SHELL := /bin/sh
PYTHON ?= python3
PIP := .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-warn-script-location
LOCK := pyproject.toml requirements.txt requirements-test.txt

# What is installed is known by the content of the lock, the place of the folder and the Python that made it.
MARK = $$(cat $(LOCK) | cksum) $$(pwd) $$(.venv/bin/python --version)

.DEFAULT_GOAL := help
.PHONY: help run test proof lock install install-test clean

help:
	@echo 'make run     serve the web chat (and Telegram, if a token is set); Ctrl-C stops it'
	@echo 'make test    every check: format, lint, types, import rules, tests'
	@echo 'make proof   the long proofs at full size'
	@echo 'make lock    resolve the dependencies anew into requirements.txt and requirements-test.txt'

run: install
	@exec .venv/bin/zuimei serve

test: install-test
	@sh tests/prepare.sh
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m ruff check .
	.venv/bin/python -m mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -q -n 2 -m 'not proof' $${CI:+-p tests.nothing_left_out}

proof: install-test
	@sh tests/prepare.sh
	.venv/bin/python -m pytest -q -s -m proof

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo 'Python 3.11 or later is needed, and "$(PYTHON)" is not there.' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo 'Making .venv …'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo 'The environment could not be made. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }

install: .venv/bin/python
	@[ "$$(cat .venv/run.mark 2>/dev/null)" = "$(MARK)" ] || { \
	  echo 'Installing what requirements.txt locks …' && \
	  $(PIP) --require-hashes -r requirements.txt && \
	  $(PIP) --no-deps --no-build-isolation --editable . && \
	  echo "$(MARK)" > .venv/run.mark; }

install-test: .venv/bin/python
	@[ "$$(cat .venv/test.mark 2>/dev/null)" = "$(MARK)" ] || { \
	  echo 'Installing what requirements-test.txt locks …' && \
	  $(PIP) --require-hashes -r requirements-test.txt && \
	  $(PIP) --no-deps --no-build-isolation --editable . && \
	  echo "$(MARK)" > .venv/run.mark && echo "$(MARK)" > .venv/test.mark; }

# uv resolves for every platform at once. It does not read pip's settings, so it is handed the registry pip uses.
lock: .venv/bin/python
	@[ -x build/uv/bin/uv ] || { $(PYTHON) -m venv build/uv && build/uv/bin/python -m pip install --quiet uv; }
	@index=$$(build/uv/bin/python -m pip config get global.index-url 2>/dev/null); \
	[ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; \
	compile() { build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --custom-compile-command 'make lock' pyproject.toml "$$@"; }; \
	compile --output-file requirements.txt && \
	compile --extra test --constraint requirements.txt --output-file requirements-test.txt

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
