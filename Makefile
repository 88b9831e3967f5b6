# Every target sets up what it needs. `make help` lists them.

PORT ?= 8000
DATA ?= $(or $(YJT_DATA_DIR),.data)
ARGS ?=
S3 ?=
# Test processes: half as many again as cores, since each waits now and then, at most 6.
JOBS ?= $(shell n=$$(( $$(nproc 2>/dev/null || echo 2) * 3 / 2 )); [ $$n -gt 6 ] && echo 6 || echo $$n)
UV_VERSION := 0.13.9

PY := .venv/bin/python
NODE := ../deploy/node.sh
# Without a network npm would try for minutes: these give up within half a minute.
NPM_CI := --no-fund --no-audit --prefer-offline --fetch-retry-mintimeout=1000 --fetch-timeout=60000
# The phone pages, their WeChat package, and what both are made of. npm writes the last file of MODULES itself.
H5 := miniprogram/dist/build/h5/index.html
MP := miniprogram/dist/build/mp-weixin/app.json
MODULES := miniprogram/node_modules/.package-lock.json
PAGES := $(wildcard miniprogram/*.json miniprogram/*.ts miniprogram/*.html) openapi/openapi.json \
	$(shell find miniprogram/src miniprogram/build -type f -not -name generated -not -path '*/generated/*' -not -name schema.d.ts -not -name components.d.ts)
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

CHECKS := $(addprefix check-,format lint types imports dependencies drift miniprogram)

# Python compiles a module once, not in every process that is started.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-storage check $(CHECKS) bench story screenshots lighthouse openapi verify-page h5 mp \
	lock setup setup-dev clean reset

help: ## Show this list
	@printf '%s\n' 'Usage: make TARGET [PORT=8010] [DATA=/some/directory] [PYTHON=python3.12] [ARGS="..."]' ''
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: setup ## Start everything on http://127.0.0.1:8000 (PORT=, DATA= for a second one); Ctrl-C stops it
	@$(MAKE) --no-print-directory h5 || printf '%s\n' \
		'The phone pages could not be built; the reason stands above. Everything else starts; what is served at / is' \
		'the pages of an earlier build if there is one, else a plain page. Run this again to try again.'
	@exec $(PY) -m app.cli up --port $(PORT) --data "$(DATA)" --stop-with-parent

test: setup-dev ## Run every test on servers of its own (ARGS="tests/unit -k name" narrows it)
	@$(MAKE) --no-print-directory -j2 --output-sync=target h5 mp
	@$(PY) -m pytest -n $(JOBS) --no-loadscope-reorder $(ARGS)

test-storage: setup-dev ## Check an object storage for what is relied on (S3=http://KEY:SECRET@host:port/bucket)
	@YJT_CONTRACT_S3='$(S3)' $(PY) -m pytest --confcutdir=tests/storage_contract tests/storage_contract $(ARGS)

check: $(CHECKS) ## Lint, types, imports, drift

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

check-miniprogram: $(MODULES)
	@cd miniprogram && $(NODE) npm run --silent lint
	@cd miniprogram && $(NODE) npm run --silent typecheck

bench: setup-dev ## Measure beside references; writes bench/results.json
	@$(PY) -m bench $(ARGS)

story: setup-dev ## Tell the whole story over HTTP on a fresh stack, step by step
	@$(PY) -m tests.journeys.story $(ARGS)

screenshots: setup-dev h5 ## Take the pictures of the README in a browser (ARGS=--all: every page, into tests/browser/shots)
	@$(PY) -m tests.browser.screenshots $(ARGS)

lighthouse: setup-dev h5 ## Weigh the phone pages with Lighthouse, as a slow phone on a slow network loads them
	@$(PY) -m tests.browser.lighthouse $(ARGS)

openapi: setup-dev ## Write openapi/openapi.json and openapi/states.md from the code
	@$(PY) -m app.cli openapi

verify-page: ## Bundle the libraries of the public verification page anew (npm), after a change of their pins
	@cd deploy/verify-page && ../node.sh npm ci $(NPM_CI) && ../node.sh npm run build

h5: $(H5) ## Build the phone pages for browsers (H5)

mp: $(MP) ## Build the phone pages as the WeChat mini-program's package

$(H5): $(PAGES) $(MODULES)
	@echo "Building the phone pages (H5) ..."
	@cd miniprogram && $(NODE) npm run --silent build:h5
	@touch $@

$(MP): $(PAGES) $(MODULES)
	@echo "Building the phone pages (WeChat) ..."
	@cd miniprogram && $(NODE) npm run --silent build:mp
	@touch $@

$(MODULES): miniprogram/package-lock.json
	@echo "Installing what the phone pages are built with (npm) ..."
	@cd miniprogram && $(NODE) npm ci $(NPM_CI)
	@touch $@

lock: setup-dev ## Pin every dependency with its hashes, after a change of pyproject.toml
	@$(PY) -m pip install --disable-pip-version-check --quiet uv==$(UV_VERSION)
	@$(LOCK) --extra embedded --extra dev -o requirements-dev.lock
	@$(LOCK) --constraint requirements-dev.lock --extra embedded -o requirements.lock
	@$(LOCK) --constraint requirements-dev.lock -o deploy/requirements-image.lock

clean: ## Remove .venv and caches; data stays
	rm -rf .venv .ruff_cache .import_linter_cache .hypothesis miniprogram/dist miniprogram/node_modules
	find . -name __pycache__ -type d -not -path './.git/*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +

reset: setup ## Delete the data of the stack in DATA (asks first)
	@$(PY) -m app.cli reset --data "$(DATA)"

setup:
	@deploy/bootstrap.sh run

setup-dev:
	@deploy/bootstrap.sh dev
