# make demo   grade the sample class and say where its reports are
# make test   the whole suite

PYTHON ?= python3
BIN = .venv/bin
INSTALLED = .venv/installed

.PHONY: demo test lint build clean

demo: $(INSTALLED)
	$(BIN)/rnnlab grade data/sample_class --out graded --seed 1

test: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

build: $(INSTALLED)
	$(BIN)/rnnlab build

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'rnnlab needs Python 3.11 or newer; try: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $@

clean:
	rm -rf .venv graded
