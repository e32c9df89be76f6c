"""Brings the clock of a demonstration back to the real time."""

import argparse

from kairos.operations.commands import clock_show

NAME = "clock reset"
HELP = "Remettre l’horloge de la démonstration à l’heure vraie"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything comes from the environment."""


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.demonstration import move_clock
    from kairos.foundation.isolation import scope

    with scope(system("clock")):
        move_clock(None)
        clock_show.show()
    return 0
