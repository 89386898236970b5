# The tasks of the project; `make` alone lists them. They use the environment that `make setup` makes;
# another one with `make BIN=/path/to/bin quick`. All that is checked, on a clean checkout: bash .ci/run
BIN ?= .venv/bin
export PATH := $(abspath $(BIN)):$(PATH)

.PHONY: help setup quick test long night fuzz mutants-of-code check lint types layers policies cases editors county site generated household schema messages coverage-page format

help: ## List the tasks
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## Make the environment in .venv, and the hooks if pre-commit is there
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'
	@if command -v pre-commit >/dev/null; then pre-commit install; fi

quick: ## Tests that take some minutes: every property in a small form
	pytest -m "not slow"

test: ## All tests
	pytest

long: ## All tests, with fifty times as many examples of every property, for a night
	pytest --hypothesis-profile long

night: ## 100,000 cases of random laws, decided by every engine and by the plain reading
	python -m tests.random_laws $$(date +%Y%m%d)0000 600 100000

READERS = policy formula case history ledger receipt
SECONDS = 600
fuzz: ## Search, guided by what code is reached, for input that a reader is not up to
	pip install -q atheris
	for each in $(READERS); do python -m tests.fuzz.coverage_guided $$each $(SECONDS) || exit 1; done

FILES =
SAMPLE =
mutants-of-code: ## Make small mistakes in the formula language and the lowering, which types or tests must notice
	pip install -q 'mutmut>=3.8,<4'
	nice -n 10 python -m tests.mutants_of_code $(FILES) $(if $(SAMPLE),--sample $(SAMPLE))

check: lint types layers policies cases editors generated ## All that is checked apart from the tests

lint: ## Form and common mistakes
	ruff format --check .
	ruff check .

types: ## Types, strictly
	pyright --project pyproject.toml --pythonpath "$$(command -v python)"

layers: ## Which room may import which
	lint-imports --no-cache

policies: ## The policies that ship
	welfare-rules check policies

cases: ## The cases of the policies, and what of the law they do not hold fast
	welfare-rules test
	welfare-rules mutate

editors: ## The policies as an editor sees them
	tombi lint --offline --error-on-warnings policies

HOUSEHOLDS = 100000
COUNTY = build/county
PEOPLE = --households $(COUNTY)/people/households.csv --members $(COUNTY)/people/members.csv --in cn/model --month 2021-08
TOLD = dibao,single_person_dibao,tekun,tekun_care,disability_living_subsidy,disability_nursing_subsidy,child_allowance,old_age_allowance
county: ## A made-up county, its month, and what a raised standard does: tables, a workbook, a page
	test -x '$(BIN)/welfare-rules' || { python3 -m venv .venv && .venv/bin/pip install -q -e '.[columns,excel,tables]'; }
	mkdir -p '$(dir $(COUNTY))'
	welfare-rules synth --like model-county --households $(HOUSEHOLDS) --seed 7 -o '$(COUNTY)/people'
	welfare-rules run $(PEOPLE) --known 2021-12-31 -o '$(COUNTY)/august'
	welfare-rules compare $(PEOPLE) --known 2021-09-14 --to-known 2021-09-15 --benefits $(TOLD) -o '$(COUNTY)/raised.xlsx' -o '$(COUNTY)/raised.html'

site: ## Write the documentation as a site into build/site
	pip install -q -e '.[docs]'
	NO_MKDOCS_2_WARNING=1 mkdocs build -f docs/mkdocs/mkdocs.yml
	@echo 'python -m http.server -d build/site'

generated: ## Whether what is generated is up to date
	welfare-rules schema policy | cmp - policies/policy.schema.json
	python -m welfare_rules.facts.python_code | cmp - welfare_rules/facts/household.py
	python tests/support/messages.py --check
	python -m welfare_rules.register.coverage_page --check

household: ## Write welfare_rules/facts/household.py anew
	python -m welfare_rules.facts.python_code > household.new
	mv household.new welfare_rules/facts/household.py

schema: ## Write policies/policy.schema.json anew
	welfare-rules schema policy > policies/policy.schema.json.new
	mv policies/policy.schema.json.new policies/policy.schema.json

messages: ## Compile the Chinese messages of the command line
	python tests/support/messages.py

coverage-page: ## Write docs/coverage.md anew
	python -m welfare_rules.register.coverage_page

format: ## Write the code in its form
	ruff check --fix .
	ruff format .
