# 质图 zhitu. `make` lists what can be made. Needs Python 3.11 or newer with venv, git and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.setup-done
PORT ?= 8000
EXTRAS := --extra nlp --extra api --extra formats --extra neo4j --extra py2neo --extra visualize --extra dev

.DEFAULT_GOAL := help
.PHONY: help setup run test lint browser neo4j ocr bench golden screenshots lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv from requirements.lock, with the command zhitu in it

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null \
	  || { echo "zhitu: no $(PYTHON) here: install Python 3.11 or newer, or name it: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "zhitu: $(PYTHON) is too old: Python 3.11 or newer is needed, for example: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "zhitu: $(PYTHON) lacks ensurepip: install your system's package for it (Debian, Ubuntu: apt install python3-venv) and run make again" >&2; exit 1; }
	@echo "zhitu: preparing .venv from requirements.lock (a minute or two, once) · 正在准备运行环境" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: setup ## read the source documents into the store, answer three questions, serve the pages at 127.0.0.1:8000 (PORT=…)
	@$(BIN)/zhitu ingest seeds/documents
	@printf '\n图谱里有什么 · What the graph holds (zhitu query summary)\n'
	@$(BIN)/zhitu query summary
	@printf '\n一、各地哪个部门牵头最多 · Which department leads most in each place (zhitu overview)\n'
	@$(BIN)/zhitu overview
	@printf '\n二、一项任务的责任链 · The chain of one task, up to the national outline (zhitu chain 推进质量诚信体系建设)\n'
	@$(BIN)/zhitu chain 推进质量诚信体系建设
	@printf '\n三、本地指标与国家指标 · A local target beside the national one (zhitu compare 产品质量国家监督抽查)\n'
	@$(BIN)/zhitu compare 产品质量国家监督抽查
	@printf '\n网页和接口 · The pages and the API\n'
	@$(BIN)/zhitu serve --port $(PORT)

test: lint browser neo4j ## lint, then all tests; what is skipped is listed with its reason
	@$(MAKE) --no-print-directory ocr || echo 'zhitu: scanned pages are not tested: the extra ocr could not be installed' >&2
	@$(BIN)/python -m pytest

lint: setup ## ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

browser: ## Chromium for the tests of the pages, where this user may install it
	@tests/get-browser

neo4j: ## a Neo4j server for the tests, where this user may install Java and Maven
	@tests/get-neo4j

ocr: setup ## what recognises scanned pages in PDFs, from requirements-ocr.lock (250 MB)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ocr.lock

bench: setup ## the figures of the README, measured here
	@$(BIN)/python -m bench

golden: setup ## write tests/golden and api/examples.json anew from what is read now; review the diff before keeping it
	@$(BIN)/python -m pytest -q tests/test_golden.py tests/test_api_documented.py --rewrite-golden

screenshots: setup browser ## the pictures of the README, of the real pages
	@$(BIN)/python -m docs.screenshots

lock: setup ## resolve pyproject.toml anew into requirements.lock, and what a server needs of it (needs the package registry)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url $(EXTRAS) pyproject.toml -o requirements.lock
	@echo 'setuptools>=80' | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url -c requirements.lock \
	  --extra api --extra formats --extra neo4j --extra visualize pyproject.toml - -o requirements-serve.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url -c requirements.lock \
	  --extra ocr pyproject.toml -o requirements-ocr.lock

clean: ## remove .venv and caches; the store stays
	@rm -rf .venv .neo4j .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
