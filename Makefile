# What a stranger runs; `make` alone lists it. Needs Python 3.11 or later and, once, a package registry.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The package as it is installed: linked to the sources, or (PACKAGE=.) built as a wheel, which is what CI tests.
PACKAGE ?= --editable .

INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.tools

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format lock clean programs

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(INSTALLED) ## install into .venv and show what Summitry does
	$(BIN)/summitry demo

test: $(TOOLS) programs ## install into .venv what the tests need, and run them (ARGS="-k times" for some)
	$(BIN)/python -m pytest $(ARGS)

check: lint test ## all that must pass before a commit: style, types, tests

lint: $(TOOLS) ## check style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy evaluation training

format: $(TOOLS) ## put the code into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## take the newest versions of what we depend on (needs uv)
	uv lock --upgrade
	uv export --quiet --all-groups --no-hashes --no-emit-project --no-annotate --no-header --output-file constraints.txt

clean: ## remove what was installed, built and cached
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the tests need besides Python, installed where that may be done (RUNLEVEL=1: PostgreSQL's package shall start no server).
programs:
	@test -n "$(call found,initdb $(wildcard /usr/lib/postgresql/*/bin/initdb))" || $(call install,postgresql)
	@test -n "$(call found,chromium chromium-browser google-chrome)" || $(call install,chromium)

found = $(shell for one in $(1); do command -v $$one; done)
install = { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(1) >/dev/null; } || \
	  echo "no $(1) here, so what needs it is not tested. On Debian and Ubuntu: apt install $(1)" >&2

# pip comes last into a new environment, so that a half-made one is made again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Summitry needs Python 3.11 or later. Name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python cannot make an environment here. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt $(PACKAGE)
	@touch $@

# Dependency groups need pip 25.1.
$(TOOLS): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@
