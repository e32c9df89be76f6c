"""What `make drill-crash` runs."""

import argparse

NAME = "drill crash"
HELP = "Épreuve des pannes : travaux, site et base tués pendant que des comptes s’ouvrent"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: it makes its own installation."""


def run(options: argparse.Namespace) -> int:
    from kairos.operations.drills import crash

    return crash.drill()
