"""Publishes a new version of the terms of use: its members' RGC accept it on screen before the day it applies."""

import argparse
from pathlib import Path

from kairos.operations.errors import CannotRun

NAME = "terms publish"
HELP = "Publier une nouvelle version des conditions d’utilisation, à faire accepter avant son jour d’effet"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FICHIER", help="fichier TOML : version, effective_from, title, clauses"
    )


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.isolation import scope
    from kairos.identity.memberships import terms
    from kairos.identity.memberships.life import settings
    from kairos.identity.memberships.terms import publishing

    try:
        written = terms.read(options.file.read_text(encoding="utf-8"))
        with scope(system("terms publish")):
            publishing.announce(written, settings.TERMS_NOTICE_DAYS.value())
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"Le fichier {options.file} ne peut pas être lu.") from error
    except terms.Unreadable as error:
        raise CannotRun(f"Ce fichier n’est pas une version des conditions : {error}.") from error
    except publishing.PublishedOtherwise as error:
        raise CannotRun(f"La version {error} est déjà publiée : une version publiée ne se modifie plus.") from error
    except publishing.TooSoon as error:
        raise CannotRun(f"Laissez le temps de lire : pas avant le {error.soonest:%d/%m/%Y}.") from error
    print(f"Version {written.version} publiée, en vigueur le {written.effective_from:%d/%m/%Y}.")
    return 0
