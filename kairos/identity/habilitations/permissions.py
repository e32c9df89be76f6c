"""Who enters the portal, and what its rooms ask."""

from kairos.foundation.actor import Actor, Strength
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, has, in_an_organisation, of_own_organisation, the_system
from kairos.identity.habilitations.queries import MANAGE


def _beyond_the_file(actor: Actor) -> bool:
    return any(not right.startswith("file.") for right in actor.rights)


second_factor = Predicate("second facteur prouvé", lambda actor, subject: actor.strength == Strength.SECOND_FACTOR)
portal_entered = Predicate("droit dans le portail", lambda actor, subject: _beyond_the_file(actor))
in_portal = in_an_organisation & second_factor & portal_entered & of_own_organisation

read_journal = in_portal & has(MANAGE)
audits = an_operator & has("operator.settings")

RGC = "Le responsable de gestion des comptes (RGC) de votre organisme"
SUPERVISOR = "Un superviseur de l’opérateur"
PERMISSIONS = {
    "portal.enter": Permission("Entrer dans le portail de son organisme", in_portal, RGC),
    "journal.audit": Permission("Vérifier tout le journal, voir qui a lu un dossier", audits, SUPERVISOR),
    "journal.compute": Permission("Calculer une vérification du journal", the_system),
    "journal.read": Permission("Lire le journal de son organisme", read_journal, "L’opérateur"),
    "journal.verify": Permission("Faire vérifier le journal", read_journal | audits, "L’opérateur"),
    "portal.manage": Permission("Gérer les comptes de son organisme", in_portal & has(MANAGE), "L’opérateur"),
}
