"""Who may do what with a provider's file."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, anyone, has, in_an_organisation, of_own_organisation, the_system

FILL = "file.fill"
"""The right of whoever opened a file."""

CONSULT, ENTER, APPROVE = "organisation.consult", "organisation.enter", "organisation.approve"
"""Of the catalogue of habilitations: what may be given to others than who opened the file."""
OWN = in_an_organisation & of_own_organisation
KEEPER = has(FILL) | has("accounts.manage")
READER = KEEPER | has(CONSULT) | has(ENTER) | has(APPROVE)

PERMISSIONS = {
    "organisations.open_file": Permission("Ouvrir la fiche d’un organisme", anyone),
    "organisations.read_file": Permission(
        "Lire la fiche de son organisme",
        OWN & READER,
        "Le responsable de gestion des comptes (RGC)",
        while_helping=True,
    ),
    "organisations.edit_file": Permission(
        "Modifier la fiche de son organisme",
        OWN & (KEEPER | has(ENTER)),
        "la personne qui a ouvert la fiche, ou le responsable de gestion des comptes (RGC)",
        while_helping=True,
    ),
    "organisations.take_over": Permission(
        "Reprendre la fiche d’un adhérent d’avant Kairos", an_operator & has("operator.settings")
    ),
    "organisations.move": Permission(
        "Changer le SIRET d’un organisme qui déménage ou fusionne", an_operator & has("operator.instruct")
    ),
    "organisations.warn": Permission("Prévenir d’une autre fiche du même SIRET", the_system),
}
