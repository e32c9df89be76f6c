"""« À faire » of the portal: rights that colleagues ask for, agreements that a second person gives."""

from dataclasses import dataclass

from django.urls import reverse

from kairos.design import french
from kairos.foundation import permissions
from kairos.foundation.actor import Actor
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
        asked = queries.requests_visible_to(actor).filter(state=RightRequest.State.ASKED).count()
        title = french.plural(asked, "demande de droit à décider", "demandes de droits à décider")
        found += [Task(title, reverse("gid:requests"), "Décider")] if asked else []
    if permissions.holds(actor, "habilitations.agree"):
        rows = queries.grants_visible_to(actor).filter(state=AccessGrant.State.PROPOSED)
        count = rows.exclude(given_by=actor.user).exclude(affiliation__user=actor.user).count()
        title = french.plural(count, "droit attend votre accord", "droits attendent votre accord")
        found += [Task(title, reverse("gid:agreements"), "Lire")] if count else []
    return found
