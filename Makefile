# loxsmith: `make demo` designs a mouse, `make test` proves the code. Needs Python >= 3.11 and nothing else.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint types benchmarks clean

demo: $(VENV)/installed
	@$(BIN)/loxsmith design "Lumo1 p.R173H conditional" -o demo --force
	@echo
	@echo "Open this in a browser: $(CURDIR)/demo/report.html"

test: $(VENV)/installed-for-tests lint types
	$(BIN)/pytest -n auto -q
	$(BIN)/python benchmarks/run.py --assert

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/ruff format --check src tests scripts benchmarks
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_doors.py

types: $(VENV)/installed-for-tests
	$(BIN)/mypy

benchmarks: $(VENV)/installed-for-tests
	$(BIN)/python benchmarks/run.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
