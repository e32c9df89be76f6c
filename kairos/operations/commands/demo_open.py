"""What `make demo` runs."""

import argparse
from pathlib import Path

from kairos.operations.demo import open_demonstration

NAME = "demo open"
HELP = "Ouvrir la démonstration (« make demo »)"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="port du site (8000)")
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="dossier des données (var/demo)")
    parser.add_argument("--reset", action="store_true", help="repartir de zéro")


def run(options: argparse.Namespace) -> int:
    open_demonstration(options.data.resolve(), options.port, reset=options.reset)
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("un port est un nombre de 1 à 65535")
    return int(text)
