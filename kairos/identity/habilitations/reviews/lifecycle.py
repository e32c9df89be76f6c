"""The lifecycle of a review of accesses."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.habilitations.models import AccessReview
from kairos.identity.habilitations.reviews import acts, guards

State = AccessReview.State


class Review(Lifecycle):
    """A review opens by itself or by an account manager (OPEN), with one line a person who acts for the organisation.
    Decisions are drafts, saved as often as one likes, until an account manager signs (SIGNED): what goes then goes at
    once. When its last day is over (CLOSED) what was decided is done, who was not confirmed is suspended, the last
    account manager excepted."""

    name = "access_review"
    model = AccessReview
    states = State

    open = Act(
        label="Commencer une revue",
        sources=None,
        target=State.OPEN,
        permission="reviews.open",
        body=acts.open_,
        guards=(guards.none_is_running,),
    )
    decide = Act(
        label="Enregistrer les décisions",
        sources=(State.OPEN,),
        permission="reviews.decide",
        body=acts.decide,
        guards=(guards.lines_are_open, guards.reductions_take_something, guards.not_oneself_alone),
    )
    keep_rest = Act(
        label="Garder toutes les autres personnes",
        sources=(State.OPEN,),
        permission="reviews.decide",
        body=acts.keep_rest,
    )
    sign = Act(
        label="Signer la revue",
        sources=(State.OPEN,),
        target=State.SIGNED,
        permission="reviews.decide",
        body=acts.sign,
        guards=(
            guards.has_a_statement,
            guards.everybody_is_decided,
            guards.nothing_changed_since,
            guards.nobody_confirmed_himself,
            guards.a_manager_remains,
        ),
        records=("statement",),
    )
    remind = Act(
        label="Rappeler la revue",
        sources=(State.OPEN,),
        permission="reviews.follow",
        body=acts.remind,
        guards=(guards.a_reminder_is_due,),
    )
    close = Act(
        label="Clore la revue échue",
        sources=(State.OPEN,),
        target=State.CLOSED,
        permission="reviews.follow",
        body=acts.close,
        guards=(guards.last_day_is_over,),
    )
