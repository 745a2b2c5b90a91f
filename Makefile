# Everything a newcomer needs: `make up` to use it, `make test` to trust it. `make help` lists the rest.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) -m runtime.bootstrap
TROLY = .venv/bin/troly
QUESTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help up down status check test format lock eval bench clean

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

up:  ## Install, train and index what is missing, start the assistant, print its address (Ctrl-C stops it)
	@$(BOOTSTRAP) && exec $(TROLY) up

down:  ## Stop the assistant that runs in another terminal
	@$(TROLY) down

status:  ## Say whether the assistant runs, and how its processes do
	@$(TROLY) status

check:  ## Format, lint, types, layering, lock files
	@PYTHON=$(PYTHON) scripts/check

test:  ## Install what is missing and run every test
	@PYTHON=$(PYTHON) scripts/test

format:  ## Format the code and mend what the linter can
	@$(BOOTSTRAP) --dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lock:  ## Resolve the dependencies anew and write the lock files
	@$(BOOTSTRAP) --dev
	@.venv/bin/python scripts/lock.py

eval:  ## Measure every part of what is answered, or the answers to QUESTIONS=file.jsonl
	@$(BOOTSTRAP) && $(TROLY) eval $(QUESTIONS)

bench:  ## Measure turns, throughput, index, search, start-up and memory
	@$(BOOTSTRAP) && $(TROLY) bench

clean:  ## Remove environments, models, index and caches (kept: databases and secrets under var/)
	rm -rf .venv bot/.venv var/models var/index var/rasa-cache var/logs var/run var/tools var/test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .rasa *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
