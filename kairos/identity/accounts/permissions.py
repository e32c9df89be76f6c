"""Who may do what with accounts."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, anyone, has

PERMISSIONS = {
    "accounts.open": Permission("Créer un compte", anyone),
    "accounts.activate": Permission("Activer son compte par le lien reçu", anyone),
    "accounts.admit": Permission(
        "Ouvrir le portail au responsable qu’une adhésion désigne", an_operator & has("operator.instruct")
    ),
}
