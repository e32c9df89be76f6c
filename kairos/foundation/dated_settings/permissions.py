"""Who may change the rules."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, has

PERMISSIONS = {
    "settings.set": Permission(
        "Changer un réglage", an_operator & has("operator.settings"), "Un superviseur de l’opérateur"
    )
}
