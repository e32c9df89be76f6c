"""Who may do what with applications, memberships and changes."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import (
    an_operator,
    has,
    the_system,
)
from kairos.identity.organisations.permissions import APPROVE, KEEPER, OWN

APPLICANT = OWN & (KEEPER | has(APPROVE))
INSTRUCTOR = an_operator & has("operator.instruct")
RGC = "Le responsable de gestion des comptes de votre organisme"
SUPERVISOR = "Un superviseur de l’opérateur"

PERMISSIONS = {
    "memberships.apply": Permission("Demander l’adhésion de son organisme", APPLICANT, RGC),
    "memberships.instruct": Permission("Instruire les demandes d’adhésion", INSTRUCTOR, SUPERVISOR),
    "memberships.decide": Permission("Décider d’une demande d’adhésion", INSTRUCTOR, SUPERVISOR),
    "memberships.discuss": Permission("Écrire au sujet d’une demande d’adhésion", APPLICANT | INSTRUCTOR, SUPERVISOR),
    "memberships.check": Permission("Noter le résultat des contrôles automatiques", the_system),
    "memberships.remind": Permission("Rappeler une demande laissée en attente", the_system),
    "memberships.take_over": Permission(
        "Reprendre des adhérents d’avant Kairos", an_operator & has("operator.settings"), SUPERVISOR
    ),
    "memberships.ask_change": Permission("Demander un changement de la fiche d’un adhérent", APPLICANT, RGC),
    "memberships.decide_change": Permission("Décider d’un changement demandé", INSTRUCTOR, SUPERVISOR),
}
