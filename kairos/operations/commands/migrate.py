"""Brings the database to the shape of this version, with the owner's connection."""

import argparse

from kairos.operations.errors import CannotRun

NAME = "migrate"
HELP = "Mettre la base de données au format de cette version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="ne rien afficher")


def run(options: argparse.Namespace) -> int:
    bring_up_to_date(verbosity=0 if options.quiet else 1)
    return 0


def bring_up_to_date(verbosity: int) -> None:
    """Migrate, then write roles, grants and policies, then the terms of use this version brings.

    The owner's connection bounds the wait for a lock.
    """
    from django.conf import settings
    from django.core.management import call_command

    from kairos.foundation.isolation import sync
    from kairos.operations.migrating import lightly

    if "owner" not in settings.DATABASES:
        raise CannotRun("DATABASE_OWNER_URL manque\u00a0: donnez l’adresse de la base pour le rôle propriétaire.")
    with lightly():
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    sync.apply()
    _publish_terms()


def _publish_terms() -> None:
    from kairos.foundation.actor import system
    from kairos.foundation.isolation import scope
    from kairos.identity.memberships.terms import publishing

    try:
        with scope(system("terms")):
            publishing.publish()
    except publishing.PublishedOtherwise as error:
        raise CannotRun(
            f"Les conditions {error} ont déjà été publiées avec un autre texte : écrivez une version."
        ) from error
