# demo | test | check | bench | clean. The first call of any of them sets up .venv and a browser.

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
ROOMS := bots browser cli control_room evidence fixtures_sites recorder runner selectors
LINKS := $(ROOMS:%=.types/clerkwork/%)

.PHONY: demo test check bench library clean constraints setup

demo: $(STAMP)
	$(BIN)/clerkwork demo

test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: $(STAMP) $(LINKS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(LINKS)
	PYTHONPATH=.types $(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# Records the library's bots anew from the scripted people.
library: $(STAMP)
	$(BIN)/python -m clerkwork.cli.demo.library

clean:
	rm -rf $(VENV) .types .demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(STAMP)

# Runs once, and again when what has to be installed changes.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "clerkwork needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m pip --version > /dev/null 2>&1 \
	  || { echo "$(PYTHON) has no pip; install it (Debian: apt-get install python3-pip) and call make again" >&2; exit 2; }
	@echo "setting up $(VENV); this takes a minute or two, once"
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet pip
	$(BIN)/python -m pip install -qq --editable '.[dev]' --constraint constraints.txt
	$(BIN)/clerkwork doctor --fix
	@touch $@

# mypy sees the rooms under their import names through links.
.types/clerkwork/%:
	@mkdir -p .types/clerkwork
	@ln -sfn ../../$* $@

constraints: $(STAMP)
	@echo "# The versions that were tested together; 'make' and CI install with these. 'make constraints' renews them." > constraints.txt
	$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[dev]'
	$(BIN)/python -m pip freeze --all --exclude-editable --exclude pip | grep -v ' @ ' >> constraints.txt
	@touch $(STAMP)
