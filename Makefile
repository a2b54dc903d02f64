.DEFAULT_GOAL := help
.PHONY: help run test lint format bench drill check-restored bench-analytics rebuild-rollups compute-payments admin verify-audit openapi access-table drawing pictures lighthouse fuzz requirements dashboard check-setup export-person erase-person clean setup

PY := .venv/bin/python

help:
	@echo "make run    start everything on this machine and load the demo"
	@echo "make test   lint and test (ARGS=\"tests/finance -x\" for some of the tests, one after the other)"
	@echo "make lint   ruff, mypy, import-linter"
	@echo "make bench  measure (QUICK=1 for the short form; ONLY=\"load cold_start\" for some)"
	@echo "make drill  break everything that can break, and say what came of it (ROUNDS=100; ONLY=kills)"
	@echo "make check-restored  whether a restored database and its files belong together and are whole"
	@echo "make admin  make an account that manages the others (asks; or MAIL=… NAME=… and the password on standard input)"
	@echo "make check-setup  how each part is that the app depends on, and exactly what is missing"
	@echo "make export-person KIND=customer|influencer|user ID=…  all there is about one person, as JSON"
	@echo "make erase-person KIND=… ID=… [DRY_RUN=1]  make nobody of one person"
	@echo "make verify-audit  check the audit log's hash chain (EXPECT=\"POSITION:HASH …\")"
	@echo "make fuzz   call every path as every role with made-up input (MAX_EXAMPLES=10; ARGS=\"-k admin\" for one role)"
	@echo "make bench-analytics  measure queries and roll-ups (ROWS=10000000; JSON=1 for JSON lines)"
	@echo "make lighthouse  Lighthouse's scores of the first pages of the running make run, signed in"
	@echo "make rebuild-rollups  make the roll-ups of sales anew from the facts"
	@echo "make compute-payments  payment lines of what was earned, payments of what is due: what the timer does daily"
	@echo "make dashboard  serve the dashboard from its sources on port 5173, beside a running make run (API=http://127.0.0.1:8080)"
	@echo "make format  what ruff can mend by itself"
	@echo "make openapi, make access-table, make drawing, make requirements  write what is generated and committed"
	@echo "make pictures  photograph what make run serves, for the README"
	@echo "make clean  remove what was built, loaded and fetched"

setup:
	@python3 local/bootstrap.py

run: setup
	@$(PY) -m local.run

test: lint
	@$(PY) -m pytest $(or $(ARGS),-n auto --maxprocesses 4 --no-loadscope-reorder --durations 30)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@echo "Checking types (minutes the first time) ..."
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

dashboard: setup
	@$(PY) -m local.dashboard --dev

format: setup
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench:
	@python3 local/bootstrap.py bench
	@$(PY) -m benchmarks $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

drill: setup
	@$(PY) -m benchmarks.drill --rounds $(or $(ROUNDS),100) $(if $(ONLY),--only "$(ONLY)")

check-restored: setup
	@$(PY) -m commands.check_restored

admin: setup
	@$(PY) -m commands.make_admin

check-setup: setup
	@$(PY) -m commands.check_setup

export-person: setup
	@$(PY) -m commands.personal_data export $(KIND) $(ID)

erase-person: setup
	@$(PY) -m commands.personal_data erase $(KIND) $(ID) $(if $(DRY_RUN),--dry-run)

verify-audit: setup
	@$(PY) -m commands.verify_audit $(ARGS)

bench-analytics: setup
	@$(PY) -m benchmarks.bench_analytics $(if $(ROWS),--rows $(ROWS)) $(if $(JSON),--json) $(ARGS)

lighthouse: setup
	@$(PY) -m benchmarks.lighthouse $(ARGS)

rebuild-rollups: setup
	@$(PY) -m commands.rebuild_rollups

compute-payments: setup
	@$(PY) -m commands.compute_payments

openapi: setup
	@$(PY) -m local.openapi

access-table: setup
	@$(PY) -m tests.access

drawing: setup
	@$(PY) -m local.drawing

fuzz: setup
	@MAX_EXAMPLES=$(or $(MAX_EXAMPLES),10) $(PY) -m pytest -s tests/test_contract.py $(ARGS)

pictures: setup
	@$(PY) -m local.pictures

requirements: setup
	@$(PY) -m local.requirements

clean:
	rm -rf .local .venv .tools dashboard/node_modules dashboard/dist
	find . -name __pycache__ -prune -exec rm -rf {} +
