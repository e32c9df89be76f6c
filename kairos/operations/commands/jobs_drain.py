"""Runs all that is due and returns when the queue is empty."""

import argparse
import json

NAME = "jobs drain"
HELP = "Exécuter tout ce qui est dû, puis rendre la main"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="répondre en JSON")


def run(options: argparse.Namespace) -> int:
    """1 when a job or a sweep failed, each named (one that will be tried again included). Raises OperationalError."""
    from django.db import connection

    from kairos.foundation.jobs import worker

    connection.ensure_connection()
    failed = worker.drain()
    if options.json:
        print(json.dumps({"failed": failed}))
    elif failed:
        print("Ont échoué : " + ", ".join(sorted(set(failed))) + ". Le journal des erreurs dit pourquoi.")
    return 1 if failed else 0
