# Every target sets up what it needs. `make help` lists them.

PORT ?= 8000
DATA ?= $(or $(YJT_DATA_DIR),.data)
ARGS ?=
S3 ?=
# Test processes: as many as cores, at most 4 (each has its own database clone).
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -gt 4 ] && echo 4 || echo $$n)
UV_VERSION := 0.13.9

PY := .venv/bin/python
H5 := miniprogram/dist/build/h5/index.html
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test test-storage check check-format check-lint check-types check-imports check-dependencies check-drift \
	bench story openapi verify-page h5 lock setup setup-dev clean reset

help: ## Show this list
	@printf '%s\n' 'Usage: make TARGET [PORT=8010] [DATA=/some/directory] [PYTHON=python3.12] [ARGS="..."]' ''
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: setup h5 ## Start everything on http://127.0.0.1:8000 (PORT=, DATA= for a second one); Ctrl-C stops it
	@exec $(PY) -m app.cli up --port $(PORT) --data "$(DATA)" --stop-with-parent

test: setup-dev ## Run every test on servers of its own (ARGS="tests/unit -k name" narrows it)
	@$(PY) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

test-storage: setup-dev ## Check an object storage for what is relied on (S3=http://KEY:SECRET@host:port/bucket)
	@YJT_CONTRACT_S3='$(S3)' $(PY) -m pytest --confcutdir=tests/storage_contract tests/storage_contract $(ARGS)

check: check-format check-lint check-types check-imports check-dependencies check-drift ## Lint, types, imports, drift

check-format: setup-dev
	@$(PY) -m ruff format --check .

check-lint: setup-dev
	@$(PY) -m ruff check .

check-types: setup-dev
	@.venv/bin/basedpyright

check-imports: setup-dev
	@.venv/bin/lint-imports

check-dependencies: setup-dev
	@.venv/bin/deptry --no-ansi .

check-drift: setup-dev
	@$(PY) -m app.cli check

bench: setup-dev ## Measure beside references; writes bench/results.json
	@$(PY) -m bench $(ARGS)

story: setup-dev ## Tell the whole story over HTTP on a fresh stack, step by step
	@$(PY) -m tests.journeys.story $(ARGS)

openapi: setup-dev ## Write openapi/openapi.json and openapi/states.md from the code
	@$(PY) -m app.cli openapi

verify-page: ## Bundle the libraries of the public verification page anew (npm), after a change of their pins
	@cd deploy/verify-page && npm ci --no-fund --no-audit && npm run build

h5: $(if $(wildcard miniprogram/package.json),$(H5)) ## Build the phone pages, where the mini-program and npm are there

$(H5): $(shell find miniprogram -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
	@if command -v npm >/dev/null 2>&1; then \
		echo "Building the phone pages (npm) ..." && cd miniprogram && npm ci --no-fund --no-audit && npm run build:h5; \
	else \
		echo "npm is not installed, so the phone pages are not built; a plain page stands in for them."; \
	fi

lock: setup-dev ## Pin every dependency with its hashes, after a change of pyproject.toml
	@$(PY) -m pip install --disable-pip-version-check --quiet uv==$(UV_VERSION)
	@$(LOCK) --extra embedded --extra dev -o requirements-dev.lock
	@$(LOCK) --constraint requirements-dev.lock --extra embedded -o requirements.lock
	@$(LOCK) --constraint requirements-dev.lock -o deploy/requirements-image.lock

clean: ## Remove .venv and caches; data stays
	rm -rf .venv .ruff_cache .import_linter_cache .hypothesis miniprogram/dist
	find . -name __pycache__ -type d -not -path './.git/*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +

reset: setup ## Delete the data of the stack in DATA (asks first)
	@$(PY) -m app.cli reset --data "$(DATA)"

setup:
	@deploy/bootstrap.sh run

setup-dev:
	@deploy/bootstrap.sh dev
