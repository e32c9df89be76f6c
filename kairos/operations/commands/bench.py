"""Measures the pages and the service on a scratch installation; budgets in `kairos/operations/bench/pages.py`."""

import argparse
from pathlib import Path

NAME = "bench"
HELP = "Mesurer le temps, les requêtes et le poids des pages sur une installation d’essai"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("var/bench"), help="dossier d’essai et résultats (var/bench)")
    parser.add_argument("--port", type=int, default=8790, help="port du site mesuré par HTTP (8790)")
    parser.add_argument("--pages", action="store_true", help="les pages seulement, sans le site par HTTP")


def run(options: argparse.Namespace) -> int:
    from kairos.operations.bench import running

    missed = running.run(options.data.resolve(), options.port, pages_only=options.pages)
    for sentence in missed:
        print(f"✗ {sentence}")
    print("Budgets tenus." if not missed else f"{len(missed)} budgets dépassés.")
    return 1 if missed else 0
