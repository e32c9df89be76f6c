"""Runs all that is due and returns when the queue is empty."""

import argparse

NAME = "jobs drain"
HELP = "Exécuter tout ce qui est dû, puis rendre la main"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything comes from the environment."""


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.jobs import worker

    worker.drain()
    return 0
