"""Who may do what with the posted letters."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import an_operator, has, the_system

SUPERVISOR = "Un superviseur de l’opérateur"

PERMISSIONS = {
    "letters.prepare": Permission(
        "Préparer les courriers d’accès d’un nouvel adhérent", an_operator & has("operator.instruct"), SUPERVISOR
    ),
    "letters.handle": Permission(
        "Imprimer, poster et refaire les courriers d’accès", an_operator & has("operator.post"), SUPERVISOR
    ),
    "letters.alarm": Permission("Signaler un courrier en retard", the_system),
}
