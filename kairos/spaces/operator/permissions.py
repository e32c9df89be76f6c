"""Who may open the operator's pages that are no domain's."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, has

SUPERVISOR = "Un superviseur de l’opérateur"

PERMISSIONS = {
    "operator.home": Permission("Ouvrir l’espace de l’opérateur", an_operator),
    "operator.settings": Permission("Voir et changer les réglages", an_operator & has("operator.settings"), SUPERVISOR),
}
