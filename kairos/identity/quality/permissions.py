"""Who may do what with quality."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, has, the_system
from kairos.identity.organisations.permissions import ENTER, KEEPER, OWN, READER

MANAGE = "accounts.manage"
APPLICANT = OWN & (KEEPER | has(ENTER))
INSTRUCTOR = an_operator & has("operator.instruct")
RGC = "La personne qui a ouvert la fiche, ou le responsable de gestion des comptes (RGC)"
SUPERVISOR = "Un superviseur de l’opérateur"

PERMISSIONS = {
    "quality.read": Permission("Voir la qualité de son organisme", OWN & READER, RGC, while_helping=True),
    "quality.request": Permission("Faire une demande qualité pour son organisme", APPLICANT, RGC, while_helping=True),
    "quality.send": Permission("Envoyer ou retirer une demande qualité de son organisme", APPLICANT, RGC),
    "quality.instruct": Permission("Instruire les demandes qualité", INSTRUCTOR, SUPERVISOR),
    "quality.decide": Permission("Décider d’une demande qualité, retirer un certificat", INSTRUCTOR, SUPERVISOR),
    "quality.compare": Permission("Noter ce que dit la liste publique", the_system),
    "quality.remind": Permission("Rappeler une demande en attente ou la fin d’un certificat", the_system),
}
