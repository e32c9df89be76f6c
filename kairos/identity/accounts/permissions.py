"""Who may do what with accounts."""

from typing import Any

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, anyone, has, the_system


def _same_person(actor: Actor, subject: Any) -> bool:
    return actor.user is not None and subject is not None and actor.user == subject.pk


of_oneself = Predicate("soi-même", _same_person)
all_the_way = Predicate("connexion complète", lambda actor, subject: actor.audience != Audience.ANONYMOUS)

SUPERVISOR = "Un superviseur de l’opérateur"

PERMISSIONS = {
    "accounts.open": Permission("Créer un compte", anyone),
    "accounts.activate": Permission("Activer son compte par le lien reçu", anyone),
    "accounts.admit": Permission(
        "Ouvrir le portail au responsable qu’une adhésion désigne", an_operator & has("operator.instruct")
    ),
    "accounts.invite": Permission("Ouvrir le compte d’une personne invitée dans un organisme", the_system),
    "accounts.begin": Permission("Prouver son identité", of_oneself),
    "accounts.own": Permission("Changer la sécurité de son propre compte", of_oneself & all_the_way),
    "accounts.follow_link": Permission("Suivre un lien reçu pour son compte", anyone),
    "accounts.link": Permission("Se connecter par un service d’identité", anyone),
    "accounts.write": Permission("Écrire au titulaire d’un compte", the_system),
    "accounts.lock": Permission("Verrouiller un compte après trop d’échecs", the_system),
    "accounts.staff": Permission("Ouvrir un compte d’agent, en ligne de commande", the_system),
    "accounts.assist": Permission(
        "Déverrouiller un compte, effacer ses seconds facteurs, demander un nouveau mot de passe",
        an_operator & has("operator.instruct"),
        SUPERVISOR,
    ),
    "accounts.stop": Permission("Arrêter et rétablir un compte", an_operator & has("operator.accounts"), SUPERVISOR),
    "accounts.close": Permission("Fermer un compte", an_operator & has("operator.accounts"), SUPERVISOR),
}
