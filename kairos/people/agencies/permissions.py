"""Who does what in an agency."""

from typing import Any

from kairos.foundation.actor import Actor, Audience, Strength
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, has, the_system
from kairos.people.agencies.rights import DESK, FOLLOW, MANAGE


def _own_agency(actor: Actor, subject: Any) -> bool:
    if subject is None:
        return True
    own = subject.pk if subject._meta.model_name == "agency" else subject.agency_id
    return own == actor.agency


in_an_agency = Predicate(
    "personne d’une agence",
    lambda actor, subject: actor.strength == Strength.SECOND_FACTOR,
    audiences=frozenset({Audience.AGENCY}),
)
of_own_agency = Predicate("de son agence", _own_agency)
oneself = Predicate(
    "soi-même, second facteur prouvé",
    lambda actor, subject: (
        subject is not None and subject.user_id == actor.user and actor.strength == Strength.SECOND_FACTOR
    ),
)
invited = Predicate("la personne invitée", lambda actor, subject: subject is not None and subject.user_id == actor.user)
works_there = in_an_agency & of_own_agency
manager = works_there & has(MANAGE)
follows = works_there & has(FOLLOW)
welcomes = works_there & (has(DESK) | has(MANAGE))
instructor = an_operator & has("operator.instruct")

HEAD = "Le responsable de votre agence"
OPERATOR = "L’opérateur"
PERMISSIONS = {
    "agencies.open": Permission("Ouvrir une agence", instructor | the_system, OPERATOR),
    "agencies.see": Permission("Voir les agences", instructor, OPERATOR),
    "agencies.invite": Permission("Inviter dans une agence", manager | instructor | the_system, OPERATOR),
    "agencies.manage": Permission("Gérer les conseillers et les portefeuilles de son agence", manager, OPERATOR),
    "agencies.figures": Permission("Lire les chiffres de son agence, sans personne", manager, OPERATOR),
    "agencies.join": Permission("Rejoindre l’agence qui vous invite", oneself, HEAD),
    "agencies.answer": Permission("Répondre à l’invitation d’une agence", invited, HEAD),
    "agencies.enter": Permission("Entrer dans l’espace de son agence", works_there, HEAD),
}
