"""« À faire » of the portal: rights that colleagues ask for, agreements that a second person gives."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from kairos.design import french
from kairos.foundation import permissions
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import AccessGrant, RightRequest


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    href: str
    act: str


def tasks(actor: Actor) -> list[Task]:
    """A statement for each of the two that the person may decide."""
    found = []
    if permissions.holds(actor, "habilitations.give"):
        asked = _asked.count(actor)
        title = french.plural(asked, "demande de droit à décider", "demandes de droits à décider")
        found += [Task(title, reverse("gid:requests"), "Décider")] if asked else []
    if permissions.holds(actor, "habilitations.agree"):
        count = _to_agree.count(actor)
        title = french.plural(count, "droit attend votre accord", "droits attendent votre accord")
        found += [Task(title, reverse("gid:agreements"), "Lire")] if count else []
    return found


@prepared
def _asked(actor: Actor) -> QuerySet:
    return queries.requests_visible_to(actor).filter(state=RightRequest.State.ASKED).order_by().values("pk")


@prepared
def _to_agree(actor: Actor) -> QuerySet:
    rows = queries.grants_visible_to(actor).filter(state=AccessGrant.State.PROPOSED)
    return rows.exclude(given_by=actor.user).exclude(affiliation__user=actor.user).order_by().values("pk")
