# Two commands set up everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
# Half of an uncompiled start is Python compiling; some systems forbid it to keep what it compiled.
COMPILE := $(BIN)/python -m compileall -qq bot console dialogs followup grid integrations mediation nlu || true

.PHONY: run talk test check bench train presets clean rasa

run: $(READY)
	FENGQIAO_DEMO=$${FENGQIAO_DEMO:-1} $(BIN)/fengqiao serve

talk: $(READY)
	@FENGQIAO_DEMO=1 $(BIN)/fengqiao talk $(TALK)

test: $(READY_DEV)
	$(BIN)/python -m pytest

check: $(READY_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: $(READY_DEV)
	$(BIN)/python -m benchmarks

train: $(READY)
	$(BIN)/fengqiao train

rasa: $(READY_DEV)
	@PYTHON310="$(PYTHON310)" RASA_PORT="$(RASA_PORT)" STAY="$(STAY)" nlu/rasa/try.sh

presets: $(READY)
	$(BIN)/python districts/generate.py

# The environment: pinned with hashes, from whatever registry pip is set up to use.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; call make with PYTHON=python3.12 or similar."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }

$(READY): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@$(COMPILE)
	@touch $(READY)

$(READY_DEV): requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@$(COMPILE)
	@touch $(READY) $(READY_DEV)

clean:
	rm -rf $(VENV) .venv-rasa var build *.egg-info
