"""What time makes due: readings that are over, covers too, counts of yesterday."""

from datetime import datetime

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.jobs import sweep
from kairos.people.access import volume
from kairos.people.access.covers.lifecycle import CoverOfColleague
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import Cover, PersonAccess

AT_ONCE = 500


@sweep("people.readings_over")
def close_over(actor: Actor, now: datetime) -> None:
    """The database shows them no more since; this only tidies."""
    over = PersonAccess.objects.filter(closed_at__isnull=True, ends_at__lte=now, subject__isnull=True)
    for key in over.order_by("ends_at").values_list("pk", flat=True)[:AT_ONCE]:
        engine.run(Reading.expire, key, actor)


@sweep("people.covers_over")
def end_covers(actor: Actor, now: datetime) -> None:
    over = Cover.objects.filter(state=Cover.State.LIVE, ends_on__lt=clock.today())
    for key in over.values_list("pk", flat=True)[:AT_ONCE]:
        engine.run(CoverOfColleague.end, key, actor)


@sweep("people.volume")
def forget(actor: Actor, now: datetime) -> None:
    volume.forget_old(now)
