"""What `make drill-journal` runs."""

import argparse

NAME = "drill journal"
HELP = "Épreuve du journal : 210 000 écritures scellées, altérées de toutes les façons, toutes retrouvées"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: it makes its own installation."""


def run(options: argparse.Namespace) -> int:
    from kairos.operations.drills import journal

    return journal.drill()
