"""The lifecycle of a cover."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act, Lifecycle
from kairos.foundation.guards import Reason
from kairos.people.access.conditions import has_a_reason
from kairos.people.access.covers import acts
from kairos.people.access.models import Cover
from kairos.people.access.settings import COVER_DAYS
from kairos.people.agencies import queries

State = Cover.State
Details = Mapping[str, Any]


def dates_are_right(cover: Cover, actor: Actor, details: Details) -> Iterator[Reason]:
    starts, ends = details["starts_on"], details["ends_on"]
    if starts < clock.today():
        yield Reason("Un remplacement commence aujourd’hui ou plus tard.", field="starts_on")
    if ends < starts:
        yield Reason("La fin d’un remplacement ne peut pas précéder son début.", field="ends_on")
    elif ends - starts > timedelta(days=COVER_DAYS.value()):
        yield Reason(f"Un remplacement dure {COVER_DAYS.value()} jours au plus.", field="ends_on")


def both_follow(cover: Cover, actor: Actor, details: Details) -> Iterator[Reason]:
    both = {cover.absent_id, cover.by_id}
    if len(both) < 2 or queries.followers_in(cover.agency_id).filter(pk__in=both).count() < 2:
        yield Reason("Choisissez un autre conseiller de l’agence.", field="by")


class CoverOfColleague(Lifecycle):
    """LIVE once granted by the absent adviser or a head of the agency, from a day to a day: the colleague reads the
    whole portfolio meanwhile, what enters it too. ENDED before its time by the same people, or when one of the two
    leaves."""

    name = "adviser_cover"
    model = Cover
    states = State

    grant = Act(
        label="Accorder le remplacement",
        sources=None,
        target=State.LIVE,
        permission="covers.grant",
        body=acts.grant,
        guards=(has_a_reason, dates_are_right, both_follow),
        records=("reason",),
    )
    end = Act(
        label="Mettre fin au remplacement",
        sources=(State.LIVE,),
        target=State.ENDED,
        permission="covers.end",
        body=acts.end,
    )
