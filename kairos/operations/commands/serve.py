"""The web process: granian, one worker a core with one thread each, which was measured to be best."""

import argparse
import os
from typing import TYPE_CHECKING

from kairos.operations import assets, safety

if TYPE_CHECKING:
    from granian import Granian

NAME = "serve"
HELP = "Ouvrir le site web"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port d’écoute (8000)")
    parser.add_argument("--workers", type=int, default=_cores(), help="processus (un par cœur)")


def run(options: argparse.Namespace) -> int:
    """Check, gather the static files, load the application, serve until told to end."""
    safety.refuse_if_unsafe()
    assets.gather()
    _load()
    _server(options).serve()
    return 0


def _load() -> None:
    """The application, whole: workers are forked from here, so that they start at once and share its memory."""
    from django.db import connections

    from kairos.config import wsgi  # noqa: F401

    connections.close_all()


def _server(options: argparse.Namespace) -> "Granian":
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    return Granian(
        "kairos.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=options.workers,
        blocking_threads=1,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
