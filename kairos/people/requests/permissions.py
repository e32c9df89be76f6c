"""Who asks and who answers."""

from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.permissions import Permission, Predicate
from kairos.people.agencies.permissions import HEAD, follows, manager
from kairos.people.jobseekers.permissions import signed_in


def _theirs(actor: Actor, subject: Any) -> bool:
    return actor.jobseeker is not None and (subject is None or subject.person_id == actor.jobseeker)


own = signed_in & Predicate("la personne elle-même", _theirs)

PERMISSIONS = {
    "requests.ask": Permission("Demander une correction de ses données, ou s’y opposer", own),
    "requests.answer": Permission("Répondre à une personne sur ses données", follows | manager, HEAD),
}
