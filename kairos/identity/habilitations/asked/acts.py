"""What changes when a right is asked for and answered."""

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries, rules
from kairos.identity.habilitations.asked import messages
from kairos.identity.habilitations.models import RightRequest
from kairos.identity.habilitations.rules import Wanted


def ask(request: RightRequest, run: Run, *, why: str) -> None:
    request.why = why
    request.asked_at = run.now
    for one in people.recipients_of(queries.managers_of(request.organisation_id)):
        run.tell(messages.right_asked(one, request))


def grant(request: RightRequest, run: Run) -> None:
    """By itself it gives the right, for the whole organisation from today; within what gives it, it says so."""
    _decided(request, run)
    if run.act.name == "right_request.grant":
        run.write_now()
        today = run.now.astimezone(PARIS).date()
        held = (one for one in queries.open_grants(request.affiliation) if rules.lasts(one, today))
        others = [rules.as_it_is(one) for one in held if one.right != request.right]
        wanted = [*others, Wanted(request.right)]
        run.perform(act_named("affiliation.set_rights"), request.affiliation, wanted=wanted)


def refuse(request: RightRequest, run: Run, *, reason: str) -> None:
    _decided(request, run)
    request.answer = reason
    run.tell(messages.right_refused(request, reason))


def close(request: RightRequest, run: Run) -> None:
    _decided(request, run)


def _decided(request: RightRequest, run: Run) -> None:
    request.decided_by = run.actor.user
    request.decided_at = run.now
