# make run | test | check | data | bench | gallery. Each sets up its own virtual environment first.
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test check data bench gallery clean

# The interpreter is chosen by running it: a pyenv shim is found, yet may not run.
$(BIN)/python:
	@for python in $(PYTHON) python3.12 python3.13 python3.11 python3; do \
	  if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	    echo "$$python makes $(VENV)"; exec "$$python" -m venv $(VENV); fi; done; \
	  echo "no Python 3.11, 3.12 or 3.13 was found; set PYTHON=/path/to/one" >&2; exit 1

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -c 'from geo import gazetteer; gazetteer.load()'
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run
	@echo "Claimscape is at http://127.0.0.1:$(PORT)"
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev
	sh tests/browser.sh $(BIN)/python
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

data: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r data/recipe/requirements.txt
	$(BIN)/python data/recipe/build.py

bench: $(VENV)/.dev
	for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file; done

gallery: $(VENV)/.dev
	$(BIN)/python docs/gallery.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
