"""The process that delivers messages and runs every other job."""

import argparse

from kairos.operations import safety

NAME = "worker"
HELP = "Exécuter les travaux de fond (messages, documents, échéances)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything comes from the environment."""


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.jobs import worker

    safety.refuse_if_unsafe()
    worker.main()
    return 0
