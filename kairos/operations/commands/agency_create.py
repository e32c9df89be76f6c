"""Opens an agency and invites its manager: prints the one-use link."""

import argparse

NAME = "agency create"
HELP = "Ouvrir une agence et inviter son responsable : affiche un lien à usage unique"
KINDS = ("public", "mission", "cap")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NOM", help="nom de l’agence")
    parser.add_argument("email", metavar="EMAIL", help="adresse du responsable, qui sera son identifiant")
    parser.add_argument("--town", default="", metavar="VILLE", help="ville de l’agence")
    parser.add_argument("--kind", choices=KINDS, default="public", help="public, mission (locale), cap (emploi)")
    parser.add_argument("--manager", default="", metavar="« Prénom Nom »", help="nom du responsable")


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.ids import new_id
    from kairos.foundation.isolation import scope
    from kairos.operations.commands.operator_create import _address
    from kairos.people.agencies import opening

    first_name, _, last_name = " ".join(options.manager.split()).partition(" ")
    names = {"first_name": first_name[:80] or "Responsable", "last_name": last_name[:80] or options.name[:80]}
    with scope(system("agency create")) as actor:
        print(
            opening.open_agency(
                new_id(), actor, kind=options.kind, name=options.name, town=options.town or "?",
                email=_address(options.email), **names,
            )
        )  # fmt: skip
    return 0
