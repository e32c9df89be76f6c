"""The web process: granian, one worker a core with one thread each, which was measured to be best."""

import argparse
import os
import sys

from kairos.operations import assets, safety

NAME = "serve"
HELP = "Ouvrir le site web"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port d’écoute (8000)")
    parser.add_argument("--workers", type=int, default=_cores(), help="processus (un par cœur)")


def run(options: argparse.Namespace) -> int:
    """Check, gather the static files, then become granian: nothing of this process stays in memory."""
    safety.refuse_if_unsafe()
    assets.gather()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "granian", *_granian_options(options)])


def _granian_options(options: argparse.Namespace) -> list[str]:
    settings = {
        "interface": "wsgi",
        "http": "1",
        "host": options.host,
        "port": str(options.port),
        "workers": str(options.workers),
        "blocking-threads": "1",
        "workers-kill-timeout": "5",
        "log-level": "warning",
    }
    pairs = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [*pairs, "--no-ws", "--respawn-failed-workers", "kairos.config.wsgi:application"]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
