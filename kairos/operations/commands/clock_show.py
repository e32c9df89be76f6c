"""What time it is for Kairos."""

import argparse

NAME = "clock show"
HELP = "Dire l’heure qu’il est pour Kairos"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything comes from the environment."""


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.isolation import scope

    with scope(system("clock")):
        show()
    return 0


def show() -> None:
    """To be called inside a scope, which brings the clock."""
    from kairos.foundation import clock

    print(clock.now().astimezone(clock.PARIS).isoformat(timespec="seconds"))
