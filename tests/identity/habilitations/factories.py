"""People, rights and teams in every state, each reached by acts."""

from kairos.foundation.isolation import scope
from kairos.identity.habilitations.asked.lifecycle import AskedRight
from kairos.identity.habilitations.helping import ending
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.lifecycle import Grant, TeamMember
from kairos.identity.habilitations.models import (
    AccessGrant,
    AccessReview,
    Affiliation,
    Helping,
    Intervention,
    RightRequest,
    Stop,
    Team,
)
from kairos.identity.habilitations.stops.lifecycle import KillSwitch
from tests.support import helping, reviews
from tests.support.factories import Made, factory
from tests.support.people import People
from tests.support.team import add_colleague, ask, give, grant_of, intervene, propose, run

Place, Granted, Asked = Affiliation.State, AccessGrant.State, RightRequest.State


@factory("affiliation", Place.INVITED)
def invited(people: People) -> Made:
    colleague = add_colleague(people, joined=False)
    return Made(colleague.affiliation, (colleague.joining,))


@factory("affiliation", Place.ACTIVE)
def active(people: People) -> Made:
    colleague = add_colleague(people)
    return Made(colleague.affiliation, (colleague.joining,))


@factory("affiliation", Place.SUSPENDED)
def suspended(people: People) -> Made:
    colleague = add_colleague(people)
    row = run(people.manager, TeamMember.suspend, colleague.affiliation, reason="Absence longue.")
    return Made(row, (colleague.joining,))


@factory("affiliation", Place.ENDED)
def ended(people: People) -> Made:
    colleague = add_colleague(people)
    row = run(people.manager, TeamMember.remove, colleague.affiliation, reason="Fin de contrat.")
    return Made(row, (colleague.joining,))


@factory("access_grant", Granted.LIVE)
def live(people: People) -> AccessGrant:
    colleague = add_colleague(people)
    give(people.manager, colleague.affiliation, "attendance.enter")
    return grant_of(colleague.affiliation, "attendance.enter")


@factory("access_grant", Granted.PROPOSED)
def proposed(people: People) -> Made:
    approver = add_colleague(people, "organisation.approve")
    return Made(propose(people, "quotes.enter"), (approver.actor,))


@factory("access_grant", Granted.REFUSED)
def refused(people: People) -> Made:
    approver = add_colleague(people, "organisation.approve")
    row = run(approver, Grant.refuse, propose(people, "quotes.enter"), reason="Pas besoin.")
    return Made(row, (approver.actor,))


@factory("access_grant", Granted.ENDED)
def withdrawn(people: People) -> Made:
    approver = add_colleague(people, "organisation.approve")
    row = run(people.manager, Grant.take_back, propose(people, "quotes.enter"))
    return Made(row, (approver.actor,))


@factory("team")
def team(people: People) -> Team:
    return Team.objects.using("owner").get(pk=people.organisation_m.pk)


@factory("right_request", Asked.ASKED)
def asked(people: People) -> Made:
    colleague = add_colleague(people)
    return Made(ask(colleague, "quotes.enter"), (colleague.actor,))


@factory("right_request", Asked.GRANTED)
def granted(people: People) -> Made:
    colleague = add_colleague(people)
    return Made(run(people.manager, AskedRight.grant, ask(colleague, "quotes.enter")), (colleague.actor,))


@factory("right_request", Asked.REFUSED)
def not_granted(people: People) -> Made:
    colleague = add_colleague(people)
    row = run(people.manager, AskedRight.refuse, ask(colleague, "quotes.enter"), reason="Pas besoin.")
    return Made(row, (colleague.actor,))


@factory("right_request", Asked.WITHDRAWN)
def taken_back(people: People) -> Made:
    colleague = add_colleague(people)
    return Made(run(colleague, AskedRight.withdraw, ask(colleague, "quotes.enter")), (colleague.actor,))


@factory("access_stop", Stop.State.STOPPED)
def stopped(people: People) -> Stop:
    row = Stop(kind=Stop.Kind.RIGHT, right="quotes.enter")
    return run(people.supervisor, KillSwitch.stop, row, reason="Des devis faux partent.")


@factory("access_stop", Stop.State.RESTORED)
def restored(people: People) -> Stop:
    return run(people.supervisor, KillSwitch.restore, stopped(people), reason="Corrigé.")


@factory("access_review", AccessReview.State.OPEN)
def review_open(people: People) -> AccessReview:
    return reviews.opened(people)


@factory("access_review", AccessReview.State.SIGNED)
def review_signed(people: People) -> AccessReview:
    return reviews.signed(people)


@factory("access_review", AccessReview.State.CLOSED)
def review_closed(people: People) -> AccessReview:
    return reviews.closed(people)


@factory("intervention", Intervention.State.OPEN)
def intervening(people: People) -> Intervention:
    return intervene(people.instructor)


@factory("intervention", Intervention.State.CLOSED)
def intervened(people: People) -> Intervention:
    return run(people.instructor, StaffSession.close, intervene(people.instructor))


@factory("helping", Helping.State.OFFERED)
def offered(people: People) -> Helping:
    return helping.offer(helping.signed(people.manager))[0]


@factory("helping", Helping.State.CANCELLED)
def cancelled(people: People) -> Helping:
    person = helping.signed(people.manager)
    row, _ = helping.offer(person)
    with scope(person.actor) as actor:
        return ending.cancel(row, actor)


@factory("helping", Helping.State.OPEN)
def helped(people: People) -> Helping:
    return helping.helped(people.manager, people.instructor).row


@factory("helping", Helping.State.ENDED)
def no_longer_helped(people: People) -> Helping:
    found = helping.helped(people.manager, people.instructor)
    with scope(found.person.actor) as actor:
        return ending.end(found.row, actor)
