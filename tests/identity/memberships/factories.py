"""Applications, letters and changes in each of their states."""

from kairos.foundation import engine
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.letters import handling
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.life.alerts import Alert
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.life.registered import Found
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import (
    AccessLetter,
    ChangeRequest,
    Membership,
    MembershipApplication,
    Procedure,
    RegisterAlert,
)
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from tests.support import acceptance, applications, memberships
from tests.support.factories import factory
from tests.support.people import People

State = MembershipApplication.State


@factory("membership_application", State.DRAFT)
def draft(people: People) -> MembershipApplication:
    return applications.saved(people.owner_a)


@factory("membership_application", State.ABANDONED)
def abandoned(people: People) -> MembershipApplication:
    return applications.do(Application.abandon, draft(people), people.owner_a)


@factory("membership_application", State.SUBMITTED)
def submitted(people: People) -> MembershipApplication:
    return applications.submitted(people.owner_a)


@factory("membership_application", State.IN_REVIEW)
def in_review(people: People) -> MembershipApplication:
    return applications.in_review(people.owner_a, people.instructor)


@factory("membership_application", State.COMPLEMENT)
def complement(people: People) -> MembershipApplication:
    return applications.awaiting(people.owner_a, people.instructor)


@factory("membership_application", State.ACCEPTED)
def accepted(people: People) -> MembershipApplication:
    return applications.accepted(people.owner_a, people.instructor)


@factory("membership_application", State.REFUSED)
def refused(people: People) -> MembershipApplication:
    return applications.refused(people.owner_a, people.instructor)


Letter = AccessLetter.State


@factory("access_letter", Letter.TO_PRINT)
def to_print(people: People) -> AccessLetter:
    return acceptance.accepted(people).password


@factory("access_letter", Letter.PRINTED)
def printed(people: People) -> AccessLetter:
    return _handled(to_print(people), people, handling.print_batch)


@factory("access_letter", Letter.POSTED)
def posted(people: People) -> AccessLetter:
    return _handled(printed(people), people, handling.post_batch)


@factory("access_letter", Letter.VOID)
def void(people: People) -> AccessLetter:
    letter, actor = to_print(people), people.instructor.actor
    with scope(actor):
        return engine.run(PostedLetter.withdraw, letter, actor, reason="Le RGC a changé.")


def _handled(letter: AccessLetter, people: People, handle) -> AccessLetter:
    actor = people.instructor.actor
    with scope(actor):
        handle([letter.pk], actor)
        return AccessLetter.objects.get(pk=letter.pk)


Changing = ChangeRequest.State


@factory("change_request", Changing.PENDING)
def pending(people: People) -> ChangeRequest:
    actor = people.manager.actor
    change = ChangeRequest(
        id=new_id(),
        organisation_id=people.organisation_m.pk,
        kind=ChangeRequest.Kind.EMAIL,
        before={"organisation-email": ""},
        after={"organisation-email": "bonjour@meridienne.example"},
    )
    with scope(actor):
        return engine.run(Change.ask, change, actor, reason="Nouvelle boîte partagée.")


@factory("change_request", Changing.ACCEPTED)
def change_accepted(people: People) -> ChangeRequest:
    return _decided(people, Change.accept)


@factory("change_request", Changing.REFUSED)
def change_refused(people: People) -> ChangeRequest:
    return _decided(people, Change.refuse)


@factory("change_request", Changing.WITHDRAWN)
def withdrawn(people: People) -> ChangeRequest:
    change, actor = pending(people), people.manager.actor
    with scope(actor):
        return engine.run(Change.withdraw, change, actor)


def _decided(people: People, act: engine.Act) -> ChangeRequest:
    change, actor = pending(people), people.instructor.actor
    with scope(actor):
        return engine.run(act, change, actor, reason="Vérifié par téléphone.")


for state, make in {
    Membership.State.ACTIVE: memberships.begun,
    Membership.State.SUSPENDED: memberships.suspended,
    Membership.State.EXPIRED: memberships.expired,
    Membership.State.LEFT: memberships.left,
    Membership.State.WITHDRAWN: memberships.withdrawn,
    Membership.State.ENDED: memberships.ended,
}.items():
    factory("membership", state)(make)

factory("access_procedure", Procedure.State.OPEN)(memberships.procedure)
factory("access_procedure", Procedure.State.ANSWERED)(memberships.answered)


@factory("access_procedure", Procedure.State.WITHDRAWN)
def access_withdrawn(people: People) -> Procedure:
    return memberships.decided(people, AccessProcedure.withdraw)


@factory("access_procedure", Procedure.State.CLOSED)
def access_kept(people: People) -> Procedure:
    return memberships.decided(people, AccessProcedure.close)


@factory("register_alert", RegisterAlert.State.OPEN)
def alert(people: People) -> RegisterAlert:
    found = [Found(RegisterAlert.Kind.NDA_GONE, "Le numéro n’est plus dans la liste publique.")]
    membership = memberships.do(MembershipLife.note_recheck, memberships.begun(people), WATCH, findings=found)
    with scope(WATCH):
        return RegisterAlert.objects.get(membership=membership)


@factory("register_alert", RegisterAlert.State.SETTLED)
def settled(people: People) -> RegisterAlert:
    return memberships.do(Alert.settle, alert(people), people.instructor.actor, reason="Écrit à l’organisme.")


@factory("register_alert", RegisterAlert.State.LIFTED)
def lifted(people: People) -> RegisterAlert:
    return memberships.do(Alert.lift, alert(people), WATCH)


WATCH = memberships.WATCH
