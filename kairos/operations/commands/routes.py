"""Every address of this Kairos."""

import argparse

from kairos.operations import listing

NAME = "routes"
HELP = "Lister les adresses, la permission de chacune et ce qu’elle montre"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="répondre en JSON")


def run(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from django.urls import get_resolver

    from kairos.spaces.routes import routes

    get_resolver().url_patterns  # noqa: B018 (declares them)
    rows = [asdict(route) | {"methods": list(route.methods), "subject": route.subject or None} for route in routes()]
    listing.show(rows, as_json=options.json, columns=("path", "methods", "permission", "name"))
    return 0
