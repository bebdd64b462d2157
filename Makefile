SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := var/demo
PIP := python -m pip install --quiet --disable-pip-version-check
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := yes
export GX_ANALYTICS_ENABLED := False

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "making the environment in $(VENV) from requirements.lock: one to two minutes"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/$(PIP) --require-hashes -r requirements.lock
	@$(BIN)/$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: setup
setup: $(VENV)/.ready ## Make the environment from the lock file

.PHONY: demo
demo: setup ## Run a full nightly on the sample company, to a published release
	@$(BIN)/evenkeel demo $(DEMO)
	@$(BIN)/evenkeel --config $(DEMO)/evenkeel.toml run
	@$(BIN)/evenkeel --config $(DEMO)/evenkeel.toml query 'select project_code, project_name, hours, revenue_reporting_amount as revenue, billed_reporting_amount as billed, cost_reporting_amount as cost from portfolio_project order by project_code'

.PHONY: dev
dev: setup ## Open the orchestrator on http://127.0.0.1:3000 (CONFIG=path, else the sample company)
	@test -n "$(CONFIG)" || $(BIN)/evenkeel demo $(DEMO)
	@CONFIG="$(or $(CONFIG),$(DEMO)/evenkeel.toml)"; \
	export EVENKEEL_CONFIG="$$(realpath "$$CONFIG")"; \
	export DAGSTER_HOME="$$($(BIN)/evenkeel home)"; \
	$(BIN)/dagster dev --host 127.0.0.1 --port 3000 -w workspace.yaml

.PHONY: check
check: setup ## Lint, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --nocolor -q dbt_project/models

.venv-tryton/.ready: tests/integration/tryton/requirements.lock
	@echo "making Tryton's environment in .venv-tryton: half a minute"
	@$(PYTHON) -m venv .venv-tryton
	@.venv-tryton/bin/$(PIP) --require-hashes -r $<
	@touch $@

.PHONY: tryton-env
tryton-env: .venv-tryton/.ready ## Make the environment of the ERP that tests run against

.PHONY: test
test: check tryton-env ## Everything CI runs: checks, then all tests
	@echo "two tiers side by side; the nights' output follows at the end"
	@$(BIN)/pytest tests/warehouse > .warehouse-tests.log 2>&1 & nights=$$!; \
	$(BIN)/pytest --ignore tests/warehouse; others=$$?; \
	wait $$nights; nights=$$?; cat .warehouse-tests.log; exit $$((others | nights))

.PHONY: test-fast
test-fast: setup ## The tests that need no nightly and no ERP
	$(BIN)/pytest tests/unit tests/conventions tests/integration/files

.PHONY: bench
bench: setup ## What is fast, as ratios in one run (a few minutes)
	$(BIN)/python -m benchmarks.csv_to_raw
	$(BIN)/python -m benchmarks.postgres_to_landing

.PHONY: lock
lock: ## Resolve requirements.lock again from pyproject.toml
	uv pip compile --universal --python-version 3.11 --extra dev --no-strip-extras --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --quiet -o requirements.lock pyproject.toml
