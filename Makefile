# make serve   the finder on http://127.0.0.1:8000 (PORT= changes it)
# make test    lint, checks and the whole suite
# make setup   everything but serving
# make admin   makes an editor's account
# make words   brings the catalogues of other languages in line with the code
# make lock    writes the lock files again after a change of pyproject.toml

PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
PIP = $(BIN)/pip --disable-pip-version-check --quiet install

.PHONY: setup serve test admin words lock

serve: .venv/run
	@exec $(BIN)/python manage.py serve --port $(PORT)

setup: .venv/run
	@$(BIN)/python manage.py prepare

test: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python manage.py makemigrations --check --dry-run
	PRODUCTION=1 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		ALLOWED_HOSTS=finder.example $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -n 2 --dist loadgroup

admin: .venv/run
	@$(BIN)/python manage.py make_editor

words: .venv/run
	@$(BIN)/python manage.py update_catalogues

lock: .venv/dev
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe --no-header --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; PYTHON= names another one" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/run: requirements.lock | .venv/bin/python
	@echo "Installing what the finder needs (once; about a minute) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
