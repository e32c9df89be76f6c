"""Who opens and closes what may be read, and who reads people."""

from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, has, the_system
from kairos.identity.habilitations.interventions.permissions import ONESELF, READ
from kairos.identity.habilitations.permissions import RGC, in_portal
from kairos.identity.habilitations.permissions import manager as account_manager
from kairos.people.agencies.permissions import HEAD, follows, in_an_agency, welcomes
from kairos.people.agencies.permissions import manager as head
from kairos.people.agencies.rights import MANAGE
from kairos.people.jobseekers.permissions import own

CONSULT, ENTER, APPROVE = "candidates.consult", "candidates.enter", "candidates.approve"


def _in_own_portal(actor: Actor, subject: Any) -> bool:
    """A person belongs to no organisation: the database shows those that this one may read, and no other. An agent of
    the operator who helps somebody there reads nobody: for that he opens an intervention."""
    return actor.helped is None and in_portal(actor, None)


def _own_place(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.place_id == actor.place


def _another(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.holder_id not in (actor.user, subject.place_id)


def _absent_or_head(actor: Actor, subject: Any) -> bool:
    return subject is None or MANAGE in actor.rights or subject.absent.user_id == actor.user


rgc = Predicate("RGC", lambda actor, subject: account_manager(actor, None), audiences=account_manager.audiences)
head_of_agency = Predicate(
    "responsable d’agence",
    lambda actor, subject: in_an_agency(actor, subject) and MANAGE in actor.rights,
    audiences=in_an_agency.audiences,
)
of_a_provider = Predicate("personne d’un organisme, dans son portail", _in_own_portal, audiences=in_portal.audiences)
of_own_place = Predicate("de son organisme ou de son agence", _own_place)
at_the_desk = Predicate(
    "accueil ou responsable d’une agence",
    lambda actor, subject: welcomes(actor, None),
    audiences=welcomes.audiences,
)
another = Predicate("une autre personne que soi", _another)
absent_or_head = Predicate("le conseiller absent ou le responsable", _absent_or_head)
reader = of_a_provider & (has(CONSULT) | has(ENTER) | has(APPROVE))
supervisor = an_operator & has("operator.accounts")
staff = an_operator & has(READ)

PERMISSIONS = {
    "people.list": Permission("Lire la liste des personnes de ses sessions", reader, RGC),
    "people.read": Permission("Lire une personne de ses sessions", reader, RGC),
    "people.look_up": Permission("Trouver une personne par son identifiant exact", reader, RGC),
    "people.export": Permission("Exporter les personnes que l’on lit", of_a_provider & has(APPROVE), RGC),
    "people.assist": Permission("Lire une personne, le temps d’une intervention", staff, ONESELF),
    "people.emergency": Permission("Ouvrir un dossier en urgence à l’accueil", at_the_desk & of_own_place, HEAD),
    "people.emergencies": Permission("Voir les ouvertures en urgence de son agence", head, HEAD),
    "people.open": Permission("Ouvrir et fermer la lecture d’une personne", the_system),
    "people.readers": Permission("Voir qui lit ses données", own),
    "covers.see": Permission("Voir les remplacements de son agence", follows | head, HEAD),
    "covers.grant": Permission("Accorder un remplacement", follows & absent_or_head | head, HEAD),
    "covers.end": Permission("Mettre fin à un remplacement", follows & absent_or_head | head | the_system, HEAD),
    "readings.stop": Permission("Arrêter des lectures trop nombreuses", the_system),
    "readings.see": Permission("Voir les lectures arrêtées de son organisme", of_own_place & rgc, RGC),
    "readings.see_agency": Permission("Voir les lectures arrêtées de son agence", of_own_place & head_of_agency, HEAD),
    "readings.oversee": Permission("Voir toutes les lectures arrêtées", supervisor, "Un superviseur de l’opérateur"),
    "readings.lift": Permission(
        "Rétablir la lecture des personnes", of_own_place & another & (rgc | head_of_agency) | supervisor, RGC
    ),
}
