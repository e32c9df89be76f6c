"""Reviews of the member organisation's accesses, each state built from the one before."""

import dataclasses
from datetime import datetime, timedelta

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.models import AccessReview, Affiliation, ReviewLine, RightUse
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.habilitations.reviews.lifecycle import Review
from kairos.identity.habilitations.reviews.rules import Choice
from tests.support.people import People
from tests.support.team import Colleague, add_colleague, run

SENTENCE = "J’ai revu chaque accès avec les responsables de site."


def add_manager(people: People) -> Colleague:
    """A second account manager."""
    colleague = add_colleague(people, title="Adjointe")
    Affiliation.objects.using("owner").filter(pk=colleague.affiliation.pk).update(rights=[MANAGE])
    colleague.affiliation.refresh_from_db(using="owner")
    actor = dataclasses.replace(colleague.actor, rights=frozenset({MANAGE}))
    return dataclasses.replace(colleague, someone=dataclasses.replace(colleague.someone, actor=actor))


def opened(people: People) -> AccessReview:
    return run(people.manager, Review.open, AccessReview(id=new_id(), organisation_id=people.organisation_m.pk))


def signed(people: People) -> AccessReview:
    review = opened(people)
    run(people.manager, Review.keep_rest, review.pk)
    return run(people.manager, Review.sign, review.pk, statement=SENTENCE)


def closed(people: People) -> AccessReview:
    review = opened(people)
    with clock.fixed(after(review)), scope(system("tests")) as actor:
        return engine.run(Review.close, review.pk, actor)


def after(review: AccessReview, days: int = 1) -> datetime:
    """So many days after its last one, at noon."""
    noon = datetime.combine(review.due_on, datetime.min.time(), clock.PARIS).replace(hour=12)
    return noon + timedelta(days=days)


def line_of(review: AccessReview, who: Colleague | Affiliation) -> ReviewLine:
    row = who if isinstance(who, Affiliation) else who.affiliation
    return ReviewLine.objects.using("owner").select_related("affiliation").get(review_id=review.pk, affiliation=row.pk)


def decide(by, review: AccessReview, who: Colleague | Affiliation, decision: str, *withdrawn: str) -> AccessReview:
    choice = Choice(decision, frozenset(withdrawn))
    return run(by, Review.decide, review.pk, choices={line_of(review, who).pk: choice})


def used(who: Colleague, right: str = "", days_ago: int = 0) -> None:
    RightUse.objects.using("owner").create(
        affiliation_id=who.affiliation.pk,
        organisation_id=who.affiliation.organisation_id,
        right=right,
        last_on=clock.today() - timedelta(days=days_ago),
    )
