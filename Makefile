SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := var/demo
# Two halves of the tests that take as long: here those of what is landed and released, of the generated company,
# of units and of conventions.
FIRST_HALF := tests/conventions tests/unit tests/integration \
	$(addprefix tests/warehouse/test_,audit_pack.py notebook.py contract_balance_currencies.py demo_truth.py \
	demo_truth_of_balance.py demo_truth_of_forecasts.py demo_truth_of_work.py explained_balances.py \
	explained_work.py ledger_faults.py ledger_truth.py project_value.py revenue_schedule.py spark_marts.py)
PRISM := tests/integration/prism
PAGES := tests/integration/pages
SUPERSET := tests/integration/superset
# Without bytecode: what is used is compiled when it is, and making all of it took a third of the time.
PIP := python -m pip install --quiet --disable-pip-version-check --no-compile
# What was compiled is kept: else every process compiles what it imports, seven seconds of each night.
unexport PYTHONDONTWRITEBYTECODE
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
demo: setup ## Run a full nightly on the demo company, to a published release
	@$(BIN)/evenkeel demo $(DEMO)
	@$(BIN)/evenkeel --config $(DEMO)/evenkeel.toml run --as-of 2026-06-30
	@$(BIN)/evenkeel --config $(DEMO)/evenkeel.toml query "select accounting_period as month, entity_code as entity, project_revenue_reporting_amount + product_revenue_reporting_amount as revenue, cost_reporting_amount as cost, gross_margin_recognised_reporting_amount as margin from portfolio_month where accounting_period >= '2026-01' order by all"
	@echo "the report, for a browser: $(DEMO)/var/releases/current/report/portfolio/index.html"

.PHONY: dev
dev: setup ## Open the orchestrator on http://127.0.0.1:3000 (CONFIG=path, else the demo company)
	@test -n "$(CONFIG)" || $(BIN)/evenkeel demo $(DEMO)
	@CONFIG="$(or $(CONFIG),$(DEMO)/evenkeel.toml)"; \
	export EVENKEEL_CONFIG="$$(realpath "$$CONFIG")"; \
	export DAGSTER_HOME="$$($(BIN)/evenkeel home)"; \
	$(BIN)/dagster dev --host 127.0.0.1 --port 3000 -w workspace.yaml

.PHONY: check-code
check-code: setup ## Lint, types and layers of the Python code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

.PHONY: check
check: check-code ## All checks, those of the SQL too (five minutes)
	$(BIN)/sqlfluff lint --processes 2 --nocolor -q dbt_project/models

# An environment of its own, $(1), from the lock file $(2): what it is of, how long that takes, options of pip.
define environment
.venv-$(1)/.ready: $(2)
	@echo "making $(3) in .venv-$(1): $(4)"
	@$(PYTHON) -m venv .venv-$(1)
	@.venv-$(1)/bin/$(PIP) $(5) --require-hashes -r $(2)
	@touch $$@
endef
$(eval $(call environment,tryton,tests/integration/tryton/requirements.lock,the environment of Tryton,half a minute))
$(eval $(call environment,bouncer,.ci/bouncer-requirements.lock,the environment of dbt-bouncer,a quarter of a minute))
# Without dependencies, for all are locked: pip does not see that a pin is also that of the package with an extra.
$(eval $(call environment,superset,$(SUPERSET)/requirements.lock,the environment of Superset,two to four minutes,--no-deps))
$(eval $(call environment,metricflow,.ci/metricflow-requirements.lock,the environment of MetricFlow,half a minute))
$(eval $(call environment,spark,.ci/spark-requirements.lock,the environment of Spark,two minutes and 400 MB to download; it needs Java 17))
$(eval $(call environment,audit,.ci/audit-requirements.lock,the environment of pip-audit,a quarter of a minute))
$(eval $(call environment,bench,.ci/bench-requirements.lock,the environment of dlt and SQLMesh,a minute))

.PHONY: tryton-env bouncer-env superset-env metricflow-env spark-env bench-env
tryton-env: .venv-tryton/.ready ## Make the environment of the ERP that tests run against
bouncer-env: .venv-bouncer/.ready ## Make the environment of what judges the models
superset-env: .venv-superset/.ready ## Make the environment of the Superset that reads releases (Python 3.11)
metricflow-env: .venv-metricflow/.ready ## Make the environment of what asks releases for metrics
spark-env: .venv-spark/.ready ## Make the environment of the models on Apache Spark
bench-env: .venv-bench/.ready ## Make the environment of what benchmarks compare with

$(PRISM)/node_modules/.ready: $(PRISM)/package-lock.json
	@if command -v npm > /dev/null; then \
		echo "installing Prism in $(PRISM): half a minute"; \
		npm ci --silent --prefix $(PRISM) && touch $@; \
	else \
		echo "npm is not installed (Debian: apt-get install npm): the tests with Prism are skipped"; \
	fi

.PHONY: prism-env
prism-env: $(PRISM)/node_modules/.ready ## Install the server of the vendors' API documents

$(PAGES)/node_modules/.ready: $(PAGES)/package-lock.json
	@if command -v npm > /dev/null; then \
		npm ci --silent --prefix $(PAGES) && touch $@; \
	else \
		echo "npm is not installed (Debian: apt-get install npm): the pages are not judged by axe"; \
	fi

.PHONY: axe-env
axe-env: $(PAGES)/node_modules/.ready ## Install what judges whether pages are accessible

.PHONY: audit
audit: .venv-audit/.ready ## Look up the packages of requirements.lock among known advisories; 2 where they can not be reached
	@.venv-audit/bin/python .ci/audit.py

.PHONY: test
test: ## Everything CI runs: checks of the code, then all tests
	@echo "environments that are missing, and the checks: one to five minutes"
	@$(MAKE) --no-print-directory -j 4 -Otarget check-code tryton-env prism-env
	@echo "two halves side by side; the output of the first follows at the end"
	@$(BIN)/pytest $(FIRST_HALF) > .first-half.log 2>&1 & first=$$!; \
	$(BIN)/pytest $(addprefix --ignore ,$(FIRST_HALF)); second=$$?; \
	wait $$first; first=$$?; cat .first-half.log; exit $$((second | first))

.PHONY: test-fast
test-fast: setup ## The tests that need no nightly and no ERP
	$(BIN)/pytest tests/unit tests/conventions tests/integration/files

.PHONY: test-slow
test-slow: setup prism-env axe-env tryton-env bouncer-env metricflow-env ## Vendors' nights, rebuilds, replays, restores, planted faults, tables larger than memory (three quarters of an hour)
	$(BIN)/pytest -m slow

.PHONY: test-kills
test-kills: setup ## Nightlies killed -9 at random moments of every phase (KILLS=10, SEED: some 10 minutes)
	KILLS=$(or $(KILLS),10) SEED=$(or $(SEED),20260731) $(BIN)/pytest --log-cli-level INFO tests/e2e/test_random_kills.py

.PHONY: test-survival
test-survival: setup ## Nights on a full disk, two at once, on a damaged warehouse; planted secrets and names (half an hour)
	$(BIN)/pytest tests/e2e --ignore tests/e2e/test_random_kills.py

.PHONY: test-superset
test-superset: setup superset-env ## A real Superset reads while 20 releases are published (some minutes)
	$(BIN)/pytest --log-cli-level INFO $(SUPERSET)

.PHONY: test-spark
test-spark: setup spark-env ## Two nights of a demo company on DuckDB and on Apache Spark, equal to the cent (a quarter of an hour; SEED)
	$(if $(SEED),SEED=$(SEED)) $(BIN)/pytest tests/spark/test_models_on_spark.py

.PHONY: test-spark-cluster
test-spark-cluster: setup spark-env ## The same over a Thrift server with two executor processes, its catalog in PostgreSQL (half an hour; SEED)
	$(if $(SEED),SEED=$(SEED)) $(BIN)/pytest tests/spark/test_models_on_a_cluster.py

.PHONY: docs
docs: setup ## Write the pages that are made from contracts, models and faults again
	UPDATE_PAGES=1 $(BIN)/pytest -q tests/conventions/test_pages.py

.PHONY: bench
bench: setup bench-env ## What is fast, as ratios in one run (an hour or more), into docs/performance.md
	$(BIN)/python -m benchmarks.loading
	$(BIN)/python -m benchmarks.postgres_to_landing
	$(BIN)/python -m benchmarks.release_to_postgres
	$(BIN)/python -m benchmarks.nightly_fixed_cost
	$(BIN)/python -m benchmarks.demo_company
	$(BIN)/python -m benchmarks.nightly
	$(BIN)/python -m benchmarks.portfolio_report
	$(BIN)/python -m benchmarks.page

SEEDS := 5
SIZES := 0.25,1,4
PEOPLE := 25
JOBS := 2
.PHONY: gate-quality
gate-quality: setup ## What the gates see of planted faults (an hour; SEEDS, SIZES, KINDS, PEOPLE, JOBS)
	$(BIN)/python -m benchmarks.gate_quality --seeds $(SEEDS) --sizes $(SIZES) --people $(PEOPLE) \
		--jobs $(JOBS) $(if $(KINDS),--kinds $(KINDS))

.PHONY: mutate-sql
mutate-sql: setup ## What tests and gates see of changes in the marts' SQL (ten minutes; MODELS, JOBS)
	$(BIN)/python -m benchmarks.sql_mutation --jobs $(JOBS) $(if $(MODELS),--models $(MODELS))

COMPILE := uv pip compile --universal --python-version 3.11 --no-strip-extras --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" --quiet
.PHONY: lock
lock: ## Resolve the lock files again
	$(COMPILE) --extra dev -o requirements.lock pyproject.toml
	$(COMPILE) -o tests/integration/tryton/requirements.lock tests/integration/tryton/requirements.in
	$(COMPILE) -o .ci/bouncer-requirements.lock .ci/bouncer-requirements.in
	$(COMPILE) --strip-extras -o $(SUPERSET)/requirements.lock $(SUPERSET)/requirements.in
	$(COMPILE) -o .ci/audit-requirements.lock .ci/audit-requirements.in
	$(COMPILE) -o .ci/metricflow-requirements.lock .ci/metricflow-requirements.in
	$(COMPILE) -o .ci/spark-requirements.lock .ci/spark-requirements.in
	$(COMPILE) -o .ci/bench-requirements.lock .ci/bench-requirements.in
