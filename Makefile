.DEFAULT_GOAL := help
.PHONY: help demo test test-fast bench drill-journal drill-crash drill-kill-switch drill-stolen-account lint lock

# Compiled once, not at each of the processes that a demonstration, a drill or a test starts.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
DATA ?= var/demo
RESET ?=
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

help: ## Ce que l’on peut demander
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Ouvrir la démonstration [PORT=8000] [DATA=var/demo] [RESET=1 : repartir de zéro]
	@tools/bootstrap
	@exec .venv/bin/kairos demo open --port "$(PORT)" --data "$(DATA)" $(if $(filter-out 0,$(RESET)),--reset)

test: lint ## Tout vérifier, dans un vrai navigateur aussi
	@tools/bootstrap dev
	.venv/bin/pytest -n 2

test-fast: lint ## Tout vérifier sauf ce qui demande un navigateur
	.venv/bin/pytest -n 2 -m "not browser"

bench: ## Mesurer le temps, les requêtes et le poids des pages : var/bench/latest.json
	@tools/bootstrap dev without-browser
	.venv/bin/kairos bench

drill-journal: ## Altérer un grand journal de toutes les façons : tout est retrouvé
	@tools/bootstrap
	.venv/bin/kairos drill journal

drill-crash: ## Tuer travaux, site et base pendant que des comptes s’ouvrent : rien n’est perdu
	@tools/bootstrap
	.venv/bin/kairos drill crash

drill-kill-switch: ## Arrêter une personne, un organisme, un droit : en combien de secondes
	@tools/bootstrap
	.venv/bin/kairos drill kill-switch

drill-stolen-account: ## Voler la session d’un organisme : combien de personnes lues, en combien de secondes arrêté
	@tools/bootstrap
	.venv/bin/kairos drill stolen-account

lint: ## Forme du code, sens des imports
	@tools/bootstrap dev without-browser
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports

lock: ## Figer de nouveau les paquets de requirements/*.in (demande uv)
	$(LOCK) requirements/base.in -o requirements/base.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt
