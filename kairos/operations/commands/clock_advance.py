"""Moves the clock of a demonstration ahead, then does what has become due."""

import argparse
import re
from datetime import timedelta

from kairos.operations.commands import clock_show

NAME = "clock advance"
HELP = "Avancer l’horloge de la démonstration, puis exécuter ce qui est devenu dû"

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("by", type=duration, help="de combien\u00a0: 4d, 36h, 90m ou 1d12h", metavar="DURÉE")


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.demonstration import move_clock
    from kairos.foundation.isolation import scope
    from kairos.foundation.jobs import worker

    with scope(system("clock")):
        move_clock(options.by)
        clock_show.show()
    worker.drain()
    return 0


def duration(text: str) -> timedelta:
    """`1d12h` → a day and a half; ArgumentTypeError for anything else."""
    if not re.fullmatch(r"(\d{1,4}[dhm])+", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text}\u00a0: une durée s’écrit 4d, 36h, 90m ou 1d12h")
    parts = re.findall(r"(\d+)([dhm])", text)
    return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in parts), timedelta())
