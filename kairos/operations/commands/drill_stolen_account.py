"""What `make drill-stolen-account` runs."""

import argparse

NAME = "drill stolen-account"
HELP = "Épreuve du compte volé : un voleur essaie de lire tout le monde avec la session d’un organisme"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: it makes its own installation."""


def run(options: argparse.Namespace) -> int:
    from kairos.operations.drills import stolen_account

    return stolen_account.drill()
