"""What a person chose to be told, and how: written by themselves alone, asked when a message is queued."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from kairos.foundation import engine, permissions
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.engine import Act, Lifecycle, Run
from kairos.foundation.guards import Reason
from kairos.foundation.isolation import scope
from kairos.foundation.messages import topics
from kairos.foundation.messages.models import NotificationChoice
from kairos.foundation.messages.topics import Chosen, Topic
from kairos.foundation.permissions import Permission, Predicate

PEOPLE = frozenset({Audience.PROVIDER, Audience.OPERATOR, Audience.AGENCY, Audience.JOBSEEKER})
oneself = Predicate(
    "soi-même",
    lambda actor, subject: actor.helped is None and getattr(subject, "pk", actor.user) == actor.user,
    audiences=PEOPLE,
)
PERMISSIONS = {"notifications.choose": Permission("Choisir comment Kairos vous prévient", oneself)}


def chosen_by(user: UUID) -> Chosen:
    """One's own choices. Needs that person's scope."""
    return NotificationChoice.objects.filter(pk=user).values_list("wanted", flat=True).first() or {}


def chosen_by_all(users: Iterable[UUID]) -> dict[UUID, Chosen]:
    """Past the wall: whoever queues a message reads what its recipient wants, and nothing of it is shown."""
    wanted = set(users)
    if not wanted:
        return {}
    with scope(system("messages")):
        return dict(NotificationChoice.objects.filter(pk__in=wanted).values_list("pk", "wanted"))


def choose(actor: Actor, wanted: Mapping[str, bool]) -> None:
    """By box, see `Topic.box`: those that were shown; the others stay as they were. Raises Refused, Denied."""
    known = NotificationChoice.objects.filter(pk=actor.user).exists()
    if known:
        engine.run(Notifications.change, actor.user, actor, wanted=wanted)
    else:
        engine.run(Notifications.choose, NotificationChoice(pk=actor.user), actor, wanted=wanted)


def _note(row: NotificationChoice, run: Run, *, wanted: Chosen) -> None:
    """What was chosen of a topic that is no more goes."""
    kept = {box: value for box, value in row.wanted.items() if box in _boxes()}
    row.wanted, row.chosen_at = {**kept, **wanted}, run.now


def _boxes() -> dict[str, Topic]:
    return {topic.box(channel): topic for topic in topics.declared() for channel in topic.channels}


def keeps_what_stays(row: NotificationChoice, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """Boxes that exist, those of one's other places too; what must reach people may not be refused."""
    known = _boxes()
    for box, wanted in details["wanted"].items():
        topic = known.get(box)
        if topic is None:
            yield Reason("Cette notification n’existe pas : relisez la page.")
        elif not wanted and box.rpartition(":")[2] in topic.always:
            yield Reason(f"« {topic.label} » vous parvient toujours par ce moyen.", field=box)


class Notifications(Lifecycle):
    """What one person chose, box by box: a change says some of them. Without a row, the operator's settings hold."""

    name = "notification_choice"
    model = NotificationChoice

    choose = Act(
        label="Enregistrer mes notifications",
        sources=None,
        permission="notifications.choose",
        body=_note,
        guards=(keeps_what_stays,),
    )
    change = Act(
        label="Changer mes notifications",
        permission="notifications.choose",
        body=_note,
        guards=(keeps_what_stays,),
    )


permissions.declare(PERMISSIONS)
