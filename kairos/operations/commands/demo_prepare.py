"""A step of `make demo`: the tables, then, the first time, the invented data."""

import argparse
from pathlib import Path

from kairos.operations.commands import migrate

NAME = "demo prepare"
HELP = "Préparer la base de la démonstration (étape de « demo open »)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("accounts", type=Path, help="fichier des comptes, écrit quand les données sont complètes")


def run(options: argparse.Namespace) -> int:
    from kairos.operations import demonstration

    migrate.bring_up_to_date(verbosity=0)
    if not options.accounts.exists():
        demonstration.load(options.accounts)
    return 0
