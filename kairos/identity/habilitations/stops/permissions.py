"""Who stops at once, and restores."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, has, the_system

PERMISSIONS = {
    "stops.decide": Permission(
        "Arrêter tout de suite une personne, un organisme ou un droit",
        an_operator & has("operator.accounts"),
        "Un superviseur de l’opérateur",
    ),
    "stops.tell": Permission("Prévenir d’un arrêt ou d’un rétablissement", the_system),
}
