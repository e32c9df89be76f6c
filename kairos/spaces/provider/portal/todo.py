"""« À faire » of the portal: rights asked for, agreements that a second person gives, the note to read or publish."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from kairos.design import french
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.identity.guidance import queries as guidance
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import AccessGrant, RightRequest


@dataclass(frozen=True, slots=True)
class Task:
    """state, word: of the badge before it."""

    title: str
    href: str
    act: str
    state: str = "warn"
    word: str = "À décider"


def tasks(actor: Actor) -> list[Task]:
    """A statement for each of the two that the person may decide, and one for the note."""
    found = []
    if permissions.holds(actor, "habilitations.give"):
        asked = _asked.count(actor)
        title = french.plural(asked, "demande de droit à décider", "demandes de droits à décider")
        found += [Task(title, reverse("gid:requests"), "Décider")] if asked else []
    if permissions.holds(actor, "habilitations.agree"):
        count = _to_agree.count(actor)
        title = french.plural(count, "droit attend votre accord", "droits attendent votre accord")
        found += [Task(title, reverse("gid:agreements"), "Lire")] if count else []
    if permissions.holds(actor, "guidance.read"):
        found += _note(actor)
    return found


def _note(actor: Actor) -> list[Task]:
    """To be read by whoever has not; to be published by an account manager, the first time and every year."""
    note, found = guidance.to_read(actor), []
    if note and not note.mine:
        late = clock.today() > note.due_on
        until = "En retard" if late else f"Avant le {french.short_day(note.due_on, clock.today())}"
        found.append(Task(f"Lire : {note.title}", reverse("gid:note"), "Lire", "bad" if late else "warn", until))
    if permissions.holds(actor, "guidance.write") and (note is None or clock.today() >= note.again_on):
        title = "Publier la note de sensibilisation" + (" de l’année" if note else "")
        found.append(
            Task(
                title,
                reverse("gid:note_publish"),
                "Partir du modèle" if note is None else "Relire",
                "info",
                "Chaque année",
            )
        )
    return found


@prepared
def _asked(actor: Actor) -> QuerySet:
    return queries.requests_visible_to(actor).filter(state=RightRequest.State.ASKED).order_by().values("pk")


@prepared
def _to_agree(actor: Actor) -> QuerySet:
    rows = queries.grants_visible_to(actor).filter(state=AccessGrant.State.PROPOSED)
    return rows.exclude(given_by=actor.user).exclude(affiliation__user=actor.user).order_by().values("pk")
