"""Who does what with an enrolment: the area « Candidats » of the habilitations, the adviser, the person."""

from typing import Any

from kairos.foundation.actor import Actor, Audience, Strength
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import has, the_system
from kairos.identity.habilitations.permissions import RGC, in_portal
from kairos.offer.catalogue.permissions import held_everywhere, held_there
from kairos.people.access.permissions import APPROVE, CONSULT, ENTER
from kairos.people.agencies.permissions import in_an_agency
from kairos.people.agencies.rights import FOLLOW


def _own(actor: Actor, subject: Any) -> bool:
    """A slot is nobody's: the person may ask for a place in it."""
    return (
        actor.strength == Strength.SECOND_FACTOR and getattr(subject, "person_id", actor.jobseeker) == actor.jobseeker
    )


own = Predicate("la personne elle-même", _own, audiences=frozenset({Audience.JOBSEEKER}))
adviser = in_an_agency & has(FOLLOW)
"""Whom an adviser reads, the database says."""
provider = Predicate(
    "personne d’un organisme, dans son portail",
    lambda actor, subject: actor.helped is None and in_portal(actor, subject),
    audiences=in_portal.audiences,
)
reader = held_there(CONSULT) | held_there(ENTER) | held_there(APPROVE)

PERMISSIONS = {
    "enrolments.consult": Permission("Voir les personnes orientées vers ses sessions", provider & reader, RGC),
    "enrolments.export": Permission(
        "Exporter les personnes orientées vers ses sessions", provider & held_there(APPROVE), RGC
    ),
    "enrolments.refer": Permission("Orienter vers une session une personne de son portefeuille", adviser),
    "enrolments.request": Permission("Demander une formation", own),
    "enrolments.enter": Permission(
        "Noter une absence ou une attente sur une session", provider & (held_there(ENTER) | held_there(APPROVE)), RGC
    ),
    "enrolments.decide": Permission("Retenir ou non une personne", provider & held_there(APPROVE), RGC),
    "enrolments.register": Permission(
        "Inscrire en formation (AIS), corriger le plan", provider & held_there(APPROVE), RGC
    ),
    "enrolments.declare": Permission(
        "Déclarer une entrée, une interruption, une sortie", provider & (held_there(ENTER) | held_there(APPROVE)), RGC
    ),
    "enrolments.correct": Permission("Corriger ou annuler ce qui a été déclaré", provider & held_there(APPROVE), RGC),
    "enrolments.import": Permission(
        "Envoyer des inscriptions, des entrées et des sorties en fichier",
        provider & (held_everywhere(ENTER) | held_everywhere(APPROVE)),
        RGC,
    ),
    "enrolments.withdraw": Permission("Renoncer à une formation", own | adviser),
    "enrolments.own_papers": Permission("Ouvrir les documents de ses propres formations", own),
    "enrolments.read_papers": Permission("Ouvrir les documents d’une personne de son portefeuille", adviser),
    "enrolments.follow": Permission("Suivre le sort des sessions", the_system),
}
