VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

BROWSER := chromium
AS_ROOT := $(shell test "$$(id -u)" = 0 || echo sudo)

.PHONY: serve test conformance mutants coverage docs siege browser proxy engine shots bench sbom lock clean

serve: $(STAMP)
	$(BIN)/python server.py

test: $(STAMP) browser proxy engine
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The SPARQL tests of the W3C, put to the endpoint that ships: SUITE holds the runner sparqlconf.py and the tests rdf-tests.
conformance: $(STAMP)
	@test -n "$(SUITE)" || { echo "make conformance SUITE=FOLDER, with sparqlconf.py and rdf-tests in it" >&2; exit 1; }
	$(BIN)/python -m tests.scratch $(SUITE)

# Faults put in on purpose, one at a time: ROOM=kg.causal.paths for one room, all of them in a night; see tests/mutants.tsv.
ROOM := kg
mutants: $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[mutants]"
	nice -n 10 $(BIN)/mutmut run --max-children 2 "$(ROOM).*"
	$(BIN)/mutmut results

# How much of the code the tests run, and which lines none of them runs.
coverage: $(STAMP) browser proxy engine
	nice -n 10 $(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report term-missing:skip-covered

# The reference of the code from its docstrings, in build/docs; a link in it that leads nowhere is told.
docs: $(STAMP)
	$(BIN)/python docs/reference.py build/docs

siege: $(STAMP)
	$(BIN)/python -m benchmarks.siege

browser:
	@command -v $(BROWSER) >/dev/null || { $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq $(BROWSER); } || \
		{ echo "the pages are tested in a browser; install $(BROWSER) and run make again" >&2; exit 1; }

proxy:
	@export PATH="$$PATH:/usr/sbin"; { command -v nginx && command -v openssl; } >/dev/null || \
		{ $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq --no-install-recommends nginx-light openssl; } || \
		{ echo "deploy/nginx.conf is tested in nginx; install nginx and openssl and run make again" >&2; exit 1; }

engine:
	@command -v virtuoso-t >/dev/null || { $(AS_ROOT) apt-get update -qq && \
		$(AS_ROOT) apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin; } || \
		{ echo "the store is tested on Virtuoso too; install virtuoso-opensource-7-bin and run make again" >&2; exit 1; }

shots: $(STAMP) browser
	$(BIN)/python -m tests.shots shots

bench: $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[bench,large]"
	for file in $(filter-out benchmarks/siege.py,$(wildcard benchmarks/*.py)); do \
		echo "== $$file"; $(BIN)/python $$file || exit 1; done

$(STAMP): requirements.lock pyproject.toml setup.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it and run make again" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "this Python lacks venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

sbom: $(STAMP)
	@mkdir -p build
	$(BIN)/python deploy/sbom.py > build/causeway.cdx.json

lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV)
