"""The predicates that look at the actor alone, and the one that compares organisations."""

from typing import Any

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.permissions import Predicate, only

anyone = Predicate("toute personne", lambda actor, subject: True)
signed_in = Predicate("personne connectée", lambda actor, subject: actor.user is not None)
a_visitor = Predicate("visiteur", lambda actor, subject: actor.user is None)
an_operator = only(Audience.OPERATOR, "agent de l’opérateur")
the_system = only(Audience.SYSTEM, "Kairos lui-même")
in_an_organisation = Predicate(
    "personne d’un organisme",
    lambda actor, subject: actor.organisation is not None,
    audiences=frozenset({Audience.PROVIDER}),
)


def has(right: str) -> Predicate:
    """The actor holds this right for whom he acts."""
    return Predicate(f"droit « {right} »", lambda actor, subject: right in actor.rights, frozenset({right}))


def _same_organisation(actor: Actor, subject: Any) -> bool:
    if subject is None:
        return True
    own = subject.pk if subject._meta.model_name == "organisation" else subject.organisation_id
    return own == actor.organisation


of_own_organisation = Predicate("de son organisme", _same_organisation)
