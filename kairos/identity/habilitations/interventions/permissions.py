"""Who opens a staff session, and what it opens.

A page of the operator that shows data of trainees, their quotes or their attendance names `trainees.read`, with a
subject that has an `organisation_id`.
"""

from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.permissions import Permission, Predicate
from kairos.foundation.predicates import an_operator, has, the_system

READ = "trainees.read"
"""The right that the frame gives while a staff session is open."""


def _within(actor: Actor, subject: Any) -> bool:
    """A session opened for one organisation opens nothing without a row of that organisation."""
    where = actor.intervention_for
    return where is None or where == getattr(subject, "organisation_id", None)


within = Predicate("dans l’organisme de l’intervention", _within)
own = Predicate("la sienne", lambda actor, subject: subject is not None and subject.agent_id == actor.user)
instructor = an_operator & has("operator.instruct")
ONESELF = "Vous-même, en ouvrant une intervention"

PERMISSIONS = {
    "interventions.see": Permission("Voir les interventions", instructor),
    "interventions.open": Permission("Ouvrir une intervention sur des données de stagiaires", instructor),
    "interventions.close": Permission("Terminer son intervention", instructor & own),
    "interventions.expire": Permission("Mettre fin à une intervention échue", the_system),
    READ: Permission(
        "Lire des données de stagiaires, le temps d’une intervention", an_operator & has(READ) & within, ONESELF
    ),
}
