"""Who is helped, and by whom."""

from typing import Any

from kairos.foundation.actor import Actor, Strength
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, has, in_an_organisation, of_own_organisation, the_system


def _is_theirs(actor: Actor, subject: Any) -> bool:
    """A code to be given, or their own."""
    return getattr(subject, "person_id", None) in (None, actor.user)


def _is_one_of_them(actor: Actor, subject: Any) -> bool:
    return actor.user is not None and actor.user in (subject.person_id, subject.agent_id)


second_factor = Predicate("second facteur prouvé", lambda actor, subject: actor.strength == Strength.SECOND_FACTOR)
the_person = Predicate("soi-même", lambda actor, subject: _is_theirs(actor, subject))
one_of_the_two = Predicate(
    "la personne aidée ou l’agent qui aide",
    lambda actor, subject: subject is not None and _is_one_of_them(actor, subject),
)
instructor = an_operator & has("operator.instruct")
helped = in_an_organisation & of_own_organisation & the_person

PERMISSIONS = {
    "helping.offer": Permission(
        "Donner un code pour être aidé", helped & second_factor, "Vous-même, une fois connecté avec le second facteur"
    ),
    "helping.begin": Permission("Aider une personne qui donne son code", instructor),
    "helping.see": Permission("Voir les aides apportées", instructor),
    "helping.end": Permission("Mettre fin à une aide", one_of_the_two, while_helping=True),
    "helping.expire": Permission("Mettre fin à une aide échue", the_system),
}
