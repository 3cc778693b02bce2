# Verbs for people; each is one or two plain commands.

PYTHON ?= python3.11
VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
READY := $(VENV)/.ready

.PHONY: help setup demo build unteach teach chat test test-long lint fresh use save restore dag clean

help:            ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## */\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(READY)  ## the environment, in .venv (Python 3.11)

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { printf 'error: there is no %s\nwhere: PATH\nto do: install Python 3.11, or: make PYTHON=/path/to/python3.11 %s\n' "$(PYTHON)" "$(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; v == (3, 11) or sys.exit(f"error: {sys.executable} is Python {v[0]}.{v[1]}\nwhere: Makefile, setup\nto do: make PYTHON=/path/to/python3.11")'
	@echo "setting up .venv: about 2.5 GB, a few minutes the first time"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check "$$(grep -m1 '^torch==' requirements.lock)"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)   ## build params.yaml and name the page; SEEDS=3 for three seeds of every model
	@$(if $(SEEDS),sutra seeds "$$SEEDS" &&) sutra build

build: $(READY)  ## build params.yaml, stage by stage; TARGET=<stage> for a part
	@sutra build $(TARGET)

unteach: $(READY)  ## CONCEPT=photosynthesis: no lessons about it, and what the models know then; DRY=1
	@sutra unteach "$$CONCEPT" $(if $(DRY),--dry-run)

teach: $(READY)  ## CONCEPT=…: the way back
	@sutra teach "$$CONCEPT" $(if $(DRY),--dry-run)

chat: $(READY)   ## MODEL=sutra: it continues sentences; TEXT="A noun is" TOKENS=40
	@sutra chat "$$MODEL" $(if $(TEXT),--text "$$TEXT") $(if $(TOKENS),--tokens "$$TOKENS")

test: $(READY)   ## the tests, under 10 minutes on two cores
	@python -m pytest -n 2 -m "not long"

test-long: $(READY)  ## the tests that take minutes each
	@python -m pytest -n 2 -m long

lint: $(READY)   ## format, lint and types
	@ruff format --check . && ruff check . && snakefmt --check Snakefile rules && mypy

fresh: $(READY)  ## write the generated files again
	@sutra fresh

use: $(READY)    ## PRESET=tiny|laptop: start params.yaml from it; FORCE=1 if it was edited
	@sutra use $(PRESET) $(if $(FORCE),--force)

save: $(READY)   ## keep the artefacts: DVC the bytes, git what they are; REMOTE=… PRUNE=1
	@sutra save $(if $(REMOTE),--remote $(REMOTE)) $(if $(PRUNE),--prune)

restore: $(READY)  ## bring the artefacts of this commit back
	@sutra restore

dag: $(READY)    ## the rules as a picture, in Mermaid
	@snakemake --rulegraph mermaid-js

clean:           ## delete what the build made; params and the environment stay
	@rm -rf data reports logs benchmarks .scratch .snakemake
