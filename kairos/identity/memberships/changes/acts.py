"""What changes when an act on a change is done."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.foundation.uploads import storing
from kairos.foundation.uploads.examining import Document
from kairos.foundation.working_days import place_of
from kairos.identity.accounts import people
from kairos.identity.memberships import rules as deadlines
from kairos.identity.memberships import settings
from kairos.identity.memberships.changes import messages, rules
from kairos.identity.memberships.events import AccountManagerChanged, ManagerNotPrevented, ManagerPrevented
from kairos.identity.memberships.members.models import HELD, Membership
from kairos.identity.memberships.models import ChangeRequest
from kairos.identity.memberships.proofs import ChangeProof
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import Content
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Organisation

Kind = ChangeRequest.Kind


def ask(change: ChangeRequest, run: Run, *, reason: str) -> None:
    content = files.content(change.organisation)
    place = place_of(content["establishment-postcode"])
    change.reason = reason
    change.asked_at, change.asked_by_id = run.now, run.actor.user
    change.due_at = deadlines.decision_due(run.now, settings.CHANGE_DAYS.value(), place)
    change.due_rule = settings.CHANGE_DAYS.version()
    for to in _former(change, content):
        run.tell(messages.ChangeAsked(to, change.organisation.name, _what(change), run.actor.name))


def replace(
    change: ChangeRequest, run: Run, *, reason: str, cause: str, former: UUID, proofs: Sequence[Document] = ()
) -> None:
    """Begun by the operator, for an account manager who can act no more; his access is suspended at once.

    reason: what the agent was shown, in words; proofs: the papers. Both are for the one who decides. cause: what the
    person and the organisation are told.
    """
    ask(change, run, reason=reason)
    if proofs:
        run.write_now()
    for paper in proofs:
        ChangeProof.objects.create(change=change, upload=storing.keep(paper, run, storing.OF_THE_OPERATOR))
    run.publish(ManagerPrevented(change.organisation, former, cause))


def withdraw(change: ChangeRequest, run: Run) -> None:
    """Nothing was written: nothing is undone."""


def accept(change: ChangeRequest, run: Run, *, reason: str) -> None:
    """Written into the file by the file's own act, which refuses when somebody changed it meanwhile."""
    organisation, content = change.organisation, files.content(change.organisation)
    membership = Membership.objects.select_for_update().filter(HELD, organisation=organisation).first()
    changed = rules.altered(change.before, change.after)
    written = ProviderFile.move if change.kind == Kind.SIRET else ProviderFile.edit
    run.perform(written, organisation, changes=changed, seen=change.before)
    if membership:
        _repeat(membership, run)
    _decide(change, run, reason)
    for to in _former(change, content):
        run.tell(messages.ChangeDone(to, organisation.name, _what(change)))
    for to in people.recipients_of([change.asked_by_id]):
        run.tell(messages.ChangeAccepted(to, organisation.name, _what(change)))
    if membership and change.kind == Kind.ACCOUNT_MANAGER:
        _publish_new_account_manager(membership, change, run)


def _repeat(membership: Membership, run: Run) -> None:
    """What the list of members repeats of the file. After a move the registers are asked again."""
    sheet = files.sheet(Organisation.objects.get(pk=membership.organisation_id))
    if membership.siret != sheet.main.siret:
        membership.siret, membership.rechecked_at = sheet.main.siret, None
    membership.name, membership.sort_key = sheet.organisation.name, sheet.organisation.sort_key
    membership.town = sheet.main.town
    membership.save(update_fields=["siret", "name", "sort_key", "town", "rechecked_at"])
    run.subjects.append(membership.pk)


def _publish_new_account_manager(membership: Membership, change: ChangeRequest, run: Run) -> None:
    former = {field.partition("-")[2]: value for field, value in change.before.items()}
    named = files.sheet(change.organisation).account_manager
    run.publish(AccountManagerChanged(membership, named, change.organisation, former))


def refuse(change: ChangeRequest, run: Run, *, reason: str) -> None:
    _decide(change, run, reason)
    if change.asked_by.staff_role:
        run.publish(ManagerNotPrevented(change.organisation))
    for to in people.recipients_of([change.asked_by_id]):
        run.tell(messages.ChangeRefused(to, change.organisation.name, _what(change), reason))


def _decide(change: ChangeRequest, run: Run, reason: str) -> None:
    change.decided_at, change.decided_by_id = run.now, run.actor.user
    change.decision_reason = reason


def _what(change: ChangeRequest) -> str:
    label = change.get_kind_display()
    return label[0].lower() + label[1:]


def _former(change: ChangeRequest, content: Content) -> Iterable[Recipient]:
    """Whom the change replaces; and whom else the file names, so that a stolen account is seen."""
    watching = [content["organisation-email"], content["director-email"], content["account_manager-email"]]
    addresses = dict.fromkeys([*rules.emails(change.before), *filter(None, watching)])
    return [Recipient(email=address) for address in addresses]
