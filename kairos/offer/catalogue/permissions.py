"""Who may do what with the catalogue: the area « Sessions » of the habilitations, narrowed to establishments."""

from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, has, the_system
from kairos.identity.habilitations.permissions import SUPERVISOR, in_portal

CONSULT, ENTER, APPROVE = "sessions.consult", "sessions.enter", "sessions.approve"
RIGHTS = (CONSULT, ENTER, APPROVE)
RGC = "Le responsable de gestion des comptes (RGC) de votre organisme"


def held_there(right: str) -> Predicate:
    """The right is held where the session is given; a session that another organisation gives is of no establishment,
    and only the right for the whole organisation opens it."""

    def test(actor: Actor, subject: Any) -> bool:
        place = getattr(subject, "establishment_id", ANYWHERE)
        return right in actor.rights if place is ANYWHERE else actor.may(right, place)

    return Predicate(f"droit « {right} » à cet endroit", test, frozenset({right}))


def held_everywhere(right: str) -> Predicate:
    """The right is held for the whole organisation: a file speaks of all of it."""

    def test(actor: Actor, subject: Any) -> bool:
        return right in actor.rights and all(held != right for held, _ in actor.narrowed)

    return Predicate(f"droit « {right} » pour tout l’organisme", test, frozenset({right}))


ANYWHERE = object()
READER = held_there(CONSULT) | held_there(ENTER) | held_there(APPROVE)

PERMISSIONS = {
    "catalogue.consult": Permission("Voir les sessions de son organisme", in_portal & READER, RGC),
    "catalogue.enter": Permission("Préparer et corriger une session", in_portal & held_there(ENTER), RGC),
    "catalogue.import": Permission(
        "Envoyer et recevoir le catalogue en fichier", in_portal & held_everywhere(ENTER), RGC
    ),
    "catalogue.publish": Permission("Publier, suspendre ou annuler une session", in_portal & held_there(APPROVE), RGC),
    "catalogue.carif": Permission(
        "Importer l’offre d’un Carif-Oref", an_operator & has("operator.settings") | the_system, SUPERVISOR
    ),
    "catalogue.follow": Permission("Commencer et terminer une session à sa date", the_system),
}
