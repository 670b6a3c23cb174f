# What a person types. `make demo` needs only the run-time packages; `make test` adds those of developers.
PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
BIN := .venv/bin
HINDI := csrmatch/translations/hi/LC_MESSAGES/messages

.PHONY: demo test check bench trials translations shots vendor clean

define INSTALL
	@$(PYTHON) -c 'import sys; sys.exit("csrmatch needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv module is missing: on Debian install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

.venv/.run: requirements.lock pyproject.toml
	$(call INSTALL,requirements.lock)
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	$(call INSTALL,requirements-dev.lock)
	@touch .venv/.run $@

.venv/.bench: requirements-bench.lock pyproject.toml
	$(call INSTALL,requirements-bench.lock)
	@touch .venv/.run .venv/.dev $@

$(HINDI).mo: $(HINDI).po | .venv/.run
	$(BIN)/pybabel compile --input-file $< --output-file $@ --locale hi

demo: .venv/.run $(HINDI).mo
	@$(BIN)/csrmatch demo $(if $(filter 0,$(SERVE)),--no-serve) --port $(PORT)

test: .venv/.dev $(HINDI).mo
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/.dev $(HINDI).mo
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.bench $(HINDI).mo
	$(BIN)/python -m bench.run

# Takes half an hour. CSRMATCH_INSTANCES names a folder with the OR-Library's files, which are not shipped.
trials: .venv/.dev
	$(BIN)/python -m trials.run

translations: .venv/.dev
	$(BIN)/python -m tools.translations

shots: .venv/.dev $(HINDI).mo
	$(BIN)/python -m tools.shots

vendor: .venv/.dev
	npm ci
	$(BIN)/python tools/vendor.py

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache
