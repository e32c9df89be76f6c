"""A review of accesses under way: opened by the RGC, its director confirmed, the rest to be done."""

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.later import actor_of
from kairos.identity.habilitations.models import AccessReview, Affiliation, ReviewLine
from kairos.identity.habilitations.reviews.lifecycle import Review
from kairos.identity.habilitations.reviews.rules import Choice
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Step


def begin(stage: Stage, step: Step) -> None:
    provider = stage.provider(step.provider)
    with scope(system("demonstration")):
        place = Affiliation.objects.get(user__email=provider.manager.email, ended_at__isnull=True)
        manager = actor_of(place.user_id, place.organisation_id)
    with scope(manager):
        review = engine.run(Review.open, AccessReview(id=new_id(), organisation_id=place.organisation_id), manager)
        line = ReviewLine.objects.get(review=review, affiliation__user__email=provider.director.email)
        engine.run(Review.decide, review.pk, manager, choices={line.pk: Choice("keep")})
