"""The rows that the operator's addresses point to."""

from kairos.foundation import clock, media
from kairos.foundation.isolation import scope
from kairos.foundation.uploads import storing
from kairos.foundation.uploads.models import Upload
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.models import Stop
from kairos.identity.habilitations.stops.lifecycle import KillSwitch
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.life.registered import Found
from kairos.identity.memberships.models import ChangeProof, ChangeRequest, Membership, StampedTerms
from tests.identity.memberships import factories
from tests.support import applications, catalogue, memberships, papers
from tests.support.acceptance import accepted
from tests.support.people import People
from tests.support.targets import Target, target
from tests.support.team import intervene, run

STAFF = ("instructor", "supervisor")


@target("kairos.spaces.operator.dossier.application")
def application(people: People) -> Target:
    return Target({"key": applications.in_review(people.owner_a, people.instructor).pk}, seen_by=(*STAFF, "owner_a"))


@target("kairos.spaces.operator.dossier.stamped")
def stamped(people: People) -> Target:
    row = applications.submitted(people.owner_b)
    with scope(people.instructor.actor):
        stamp = StampedTerms.objects.get(application=row)
    return Target({"key": stamp.pk}, seen_by=(*STAFF, "owner_b"))


@target("kairos.spaces.operator.changes.change")
def change(people: People) -> Target:
    return Target({"key": _pending(people).pk}, seen_by=(*STAFF, "manager"))


@target("kairos.spaces.operator.accounts.person")
def person(people: People) -> Target:
    return Target({"key": people.owner_b.user.pk}, seen_by=STAFF)


@target("kairos.spaces.operator.stops.organisation")
def organisation(people: People) -> Target:
    return Target({"key": people.organisation_b.pk}, seen_by=STAFF)


@target("kairos.spaces.operator.stops.stop")
def stop(people: People) -> Target:
    row = Stop(kind=Stop.Kind.RIGHT, right="quotes.enter")
    return Target({"key": run(people.supervisor, KillSwitch.stop, row, reason="Essai.").pk}, seen_by=STAFF)


@target("kairos.spaces.operator.interventions.one")
def intervention(people: People) -> Target:
    """Over: while it goes on, its agent opens pages that nobody else does."""
    row = intervene(people.instructor)
    return Target({"key": run(people.instructor, StaffSession.close, row.pk).pk}, seen_by=STAFF)


@target("operator:setting")
def setting(people: People) -> Target:
    return Target({"name": "membership.decision_days"})


@target("kairos.spaces.operator.members_page.member")
def member(people: People) -> Target:
    return Target({"key": _member(people).pk}, seen_by=(*STAFF, "freelance"))


@target("kairos.spaces.operator.members.procedure")
def procedure(people: People) -> Target:
    return Target({"key": memberships.procedure(people, _member(people)).pk}, seen_by=(*STAFF, "freelance"))


@target("kairos.spaces.operator.members.alert")
def alert(people: People) -> Target:
    row = memberships.do(MembershipLife.note_recheck, _member(people), memberships.WATCH, findings=GONE)
    with scope(memberships.WATCH):
        return Target({"key": row.alerts.get().pk}, seen_by=STAFF)


GONE = [Found("nda_gone", "Le numéro n’est plus dans la liste publique.")]


def _member(people: People) -> Membership:
    """The freelance's own organisation, as for the letters."""
    with scope(memberships.WATCH):
        known = Membership.objects.filter(organisation=people.freelance.organisation).first()
    return known or accepted(people, owner=people.freelance).membership


@target(*(f"operator:offer_{name}" for name in ("run", "match", "again", "take", "abandon", "errors")))
def offer(people: People) -> Target:
    """Refused lines and good ones."""
    return Target({"key": catalogue.offered(people).pk}, seen_by=STAFF)


@target(*(f"operator:offer_{name}" for name in ("send", "model_csv", "model_xlsx")))
def offer_kind(people: People) -> Target:
    return Target({"name": "carif"}, seen_by=tuple(one.label for one in people.everyone() if one.user))


@target("kairos.identity.memberships.queries.proof")
def proof(people: People) -> Target:
    """Not its organisation's: the operator's alone. Written past the acts, which would suspend an account manager."""
    change, agent = _pending(people), people.instructor.user.pk
    upload = Upload(
        organisation=storing.OF_THE_OPERATOR,
        name="acte.pdf",
        media_type=Upload.Type.PDF,
        size=len(papers.pdf()),
        sha256=media.keep(papers.pdf(), storing.SHELF),
        uploaded_at=clock.now(),
        uploaded_by=agent,
    )
    upload.save(using="owner")
    return Target({"key": ChangeProof.objects.using("owner").create(change_id=change.pk, upload=upload).pk}, STAFF)


def _pending(people: People) -> ChangeRequest:
    """One of a kind may wait: two targets share it."""
    waiting = ChangeRequest.objects.using("owner").filter(state=ChangeRequest.State.PENDING).first()
    return waiting or factories.pending(people)
