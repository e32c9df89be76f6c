"""What `make drill-kill-switch` runs."""

import argparse

NAME = "drill kill-switch"
HELP = "Épreuve de l’arrêt d’urgence : une personne, un organisme, un droit arrêtés pendant qu’on s’en sert"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: it makes its own installation."""


def run(options: argparse.Namespace) -> int:
    from kairos.operations.drills import kill_switch

    return kill_switch.drill()
