"""Who enters the portal, what its rooms ask, who gives rights."""

from kairos.foundation.actor import Strength
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import (
    an_operator,
    has,
    in_an_organisation,
    of_own_organisation,
    signed_in,
    the_system,
)
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.organisations.permissions import FILL, READER

second_factor = Predicate("second facteur prouvé", lambda actor, subject: actor.strength == Strength.SECOND_FACTOR)
portal_entered = Predicate("accès au portail", lambda actor, subject: actor.in_portal)
oneself = Predicate("soi-même", lambda actor, subject: subject is not None and subject.user_id == actor.user)
in_portal = in_an_organisation & second_factor & portal_entered & of_own_organisation
manager = in_portal & has(MANAGE)
approver = in_an_organisation & of_own_organisation & second_factor
instructor = an_operator & has("operator.instruct")
audits = an_operator & has("operator.settings")

RGC = "Le responsable de gestion des comptes (RGC) de votre organisme"
OPERATOR = "L’opérateur"
SUPERVISOR = "Un superviseur de l’opérateur"
PERMISSIONS = {
    "portal.home": Permission("Ouvrir l’accueil du portail", signed_in, while_helping=True),
    "portal.enter": Permission("Entrer dans le portail de son organisme", in_portal, RGC, while_helping=True),
    "portal.organisation": Permission(
        "Lire la fiche et l’adhésion de son organisme", in_portal & READER, RGC, while_helping=True
    ),
    "portal.manage": Permission("Gérer les comptes de son organisme", manager, OPERATOR),
    "habilitations.give": Permission("Accorder et retirer les droits de ses collègues", manager, OPERATOR),
    "habilitations.join": Permission("Rejoindre l’organisme qui vous invite", oneself & second_factor, RGC),
    "habilitations.answer": Permission("Répondre à ce qu’un organisme vous propose", oneself, RGC),
    "habilitations.agree": Permission(
        "Approuver un droit que le RGC s’accorde",
        approver & (has(FILL) | has(MANAGE) | has("organisation.approve")),
        RGC,
    ),
    "habilitations.ask": Permission("Demander un droit au RGC de son organisme", approver, OPERATOR),
    "habilitations.own": Permission("Lire ses propres droits", approver, OPERATOR, while_helping=True),
    "habilitations.suspend": Permission(
        "Suspendre ou retirer une personne de l’organisme", manager | instructor, OPERATOR
    ),
    "habilitations.prevent": Permission("Suspendre un RGC qui ne peut plus agir", instructor, OPERATOR),
    "habilitations.end": Permission(
        "Mettre fin à un droit échu ou retiré", manager | instructor | the_system, OPERATOR
    ),
    "habilitations.watch": Permission("Prévenir puis suspendre un accès inactif", the_system),
    "habilitations.allow_alone": Permission("Reconnaître un organisme unipersonnel", instructor, OPERATOR),
    "journal.audit": Permission("Vérifier tout le journal, voir qui a lu un dossier", audits, SUPERVISOR),
    "journal.compute": Permission("Calculer une vérification du journal", the_system),
    "journal.read": Permission("Lire le journal de son organisme", manager, OPERATOR),
    "journal.verify": Permission("Faire vérifier le journal", manager | audits, OPERATOR),
}
