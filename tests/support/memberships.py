"""A membership in each state, each built from the one before, through acts alone."""

from datetime import date, datetime, time, timedelta

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.clock import PARIS
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership, Procedure
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from kairos.identity.memberships.terms import publishing
from tests.support import applications
from tests.support.people import People, Someone

WATCH = system("tests")
CLAUSE = "Article 7, Usages interdits"
HELD_AGAINST = "Des stagiaires ont été démarchés pour une autre formation."


def begun(people: People, owner: Someone | None = None) -> Membership:
    """ACTIVE, since today, accepted with the RGC and the director of `applications.FILE`."""
    owner = owner or people.owner_a
    application = applications.accepted(owner, people.instructor)
    with scope(WATCH):
        return Membership.objects.get(application=application)


def do(act: engine.Act, row: Membership | Procedure, who: Actor, **details):
    with scope(who):
        engine.run(act, row.pk, who, **details)
    return fresh(row)


def fresh(row):
    with scope(WATCH):
        return type(row).objects.select_related("organisation").get(pk=row.pk)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), PARIS)


def accepting() -> dict:
    """The details of an act that accepts the newest terms."""
    with scope(WATCH):
        version = publishing.newest().version
    return {"terms": version, "token": new_id(), "accepted": True}


def near_its_end(people: People) -> Membership:
    """ACTIVE, its last day is in thirty days; nothing was asked."""
    return ends_on(begun(people), clock.today() + timedelta(days=30))


def ends_on(membership: Membership, day: date) -> Membership:
    """As the owner: the term began so long ago."""
    rows = Membership.objects.using("owner").filter(pk=membership.pk)
    rows.update(starts_on=day - timedelta(days=1095), ends_on=day)
    return fresh(membership)


def expired(people: People) -> Membership:
    return do(MembershipLife.expire, ends_on(begun(people), clock.today() - timedelta(days=3)), WATCH)


def ended(people: People) -> Membership:
    membership = ends_on(begun(people), clock.today() - timedelta(days=200))
    return do(MembershipLife.close, do(MembershipLife.expire, membership, WATCH), WATCH)


def left(people: People) -> Membership:
    membership = begun(people)
    do(MembershipLife.ask_to_leave, membership, people.owner_a.actor, on=clock.today(), reason="Fin d’activité.")
    with clock.fixed(noon(clock.today() + timedelta(days=2))):
        return do(MembershipLife.leave, membership, WATCH)


def procedure(people: People, membership: Membership | None = None, **more) -> Procedure:
    """OPEN."""
    membership, actor = membership or begun(people), people.instructor.actor
    with scope(actor):
        row = Procedure(id=new_id(), membership=membership, organisation_id=membership.organisation_id)
        engine.run(AccessProcedure.open, row, actor, **{"clause": CLAUSE, "reason": HELD_AGAINST} | more)
    return fresh(row)


def urgent(people: People) -> Procedure:
    return procedure(people, urgent=True, urgent_reason="Des coordonnées sortent encore chaque jour.")


def answered(people: People, row: Procedure | None = None) -> Procedure:
    row = row or procedure(people)
    return do(AccessProcedure.answer, row, people.owner_a.actor, text="Un salarié, parti depuis.")


def decided(people: People, act: engine.Act, row: Procedure | None = None) -> Procedure:
    return do(act, row or answered(people), people.supervisor.actor, reason="Vu les pièces.")


def suspended(people: People) -> Membership:
    return of(urgent(people))


def withdrawn(people: People) -> Membership:
    return of(decided(people, AccessProcedure.withdraw))


def of(row: Procedure) -> Membership:
    with scope(WATCH):
        return Membership.objects.select_related("organisation").get(pk=row.membership_id)


def organisation_closed(membership: Membership) -> str:
    """Why its portal is closed, nothing when it is open."""
    return fresh(membership).organisation.portal_closed_why
