.DEFAULT_GOAL := help
.PHONY: help run test lint format bench bench-analytics lighthouse rebuild-rollups compute-payments admin verify-audit openapi access-table fuzz requirements clean setup

PY := .venv/bin/python

help:
	@echo "make run    start everything on this machine and load the demo"
	@echo "make test   lint and test"
	@echo "make lint   ruff, mypy, import-linter"
	@echo "make bench  measure (QUICK=1 for the short form)"
	@echo "make admin  make an account that manages the others (asks; or MAIL=… NAME=… and the password on standard input)"
	@echo "make verify-audit  check the audit log's hash chain (EXPECT=\"POSITION:HASH …\")"
	@echo "make fuzz   call every accounts path with made-up input (MAX_EXAMPLES=200)"
	@echo "make bench-analytics  measure queries and roll-ups (ROWS=10000000; JSON=1 for JSON lines)"
	@echo "make lighthouse  Lighthouse's scores of the first pages of the running make run, signed in"
	@echo "make rebuild-rollups  make the roll-ups of sales anew from the facts"
	@echo "make compute-payments  payment lines of what was earned, payments of what is due: what the timer does daily"
	@echo "make clean  remove what was built, loaded and fetched"

setup:
	@python3 local/bootstrap.py

run: setup
	@$(PY) -m local.run

test: lint
	@$(PY) -m pytest $(ARGS)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

format: setup
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: setup
	@$(PY) -m benchmarks $(if $(QUICK),--quick)

admin: setup
	@$(PY) -m commands.make_admin

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

fuzz: setup
	@MAX_EXAMPLES=$(or $(MAX_EXAMPLES),200) $(PY) -m pytest tests/test_contract.py $(ARGS)

requirements: setup
	@$(PY) -m local.requirements

clean:
	rm -rf .local .venv .tools dashboard/node_modules dashboard/dist
	find . -name __pycache__ -prune -exec rm -rf {} +
