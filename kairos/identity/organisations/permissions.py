"""Who may do what with a provider's file."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, anyone, has, in_an_organisation, of_own_organisation, the_system

FILL = "file.fill"
"""The right of whoever opened a file."""

PERMISSIONS = {
    "organisations.open_file": Permission("Ouvrir la fiche d’un organisme", anyone),
    "organisations.read_file": Permission(
        "Lire la fiche de son organisme", in_an_organisation & of_own_organisation, "l’opérateur"
    ),
    "organisations.edit_file": Permission(
        "Modifier la fiche de son organisme",
        in_an_organisation & of_own_organisation & (has(FILL) | has("accounts.manage")),
        "la personne qui a ouvert la fiche, ou le responsable de gestion des comptes (RGC)",
    ),
    "organisations.take_over": Permission(
        "Reprendre la fiche d’un adhérent d’avant Kairos", an_operator & has("operator.settings")
    ),
    "organisations.move": Permission(
        "Changer le SIRET d’un organisme qui déménage ou fusionne", an_operator & has("operator.instruct")
    ),
    "organisations.warn": Permission("Prévenir d’une autre fiche du même SIRET", the_system),
}
