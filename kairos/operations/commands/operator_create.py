"""Opens the account of an agent of the operator: the only way to one."""

import argparse

NAME = "operator create"
HELP = "Ouvrir un compte d’agent de l’opérateur, ou le refaire : affiche un lien à usage unique"
ROLES = ("instructor", "supervisor")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="adresse de l’agent, qui sera son identifiant")
    parser.add_argument(
        "--role", choices=ROLES, default="instructor", help="instructor : instruit ; supervisor : règle aussi"
    )
    parser.add_argument("--name", default="", metavar="« Prénom Nom »", help="demandé à l’agent s’il manque")


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.isolation import scope
    from kairos.identity.accounts import staff

    first_name, _, last_name = " ".join(options.name.split()).partition(" ")
    with scope(system("operator create")) as actor:
        print(staff.open_account(_address(options.email), options.role, first_name[:80], last_name[:80], actor))
    return 0


def _address(typed: str) -> str:
    """Raises CannotRun."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from kairos.operations.errors import CannotRun

    try:
        validate_email(typed.strip())
    except ValidationError as error:
        raise CannotRun(f"« {typed} » n’est pas une adresse de courriel.") from error
    return typed.strip()
