"""What a decision on a membership opens: an account, two letters, a right."""

from kairos.foundation import events
from kairos.foundation.engine import Run
from kairos.identity.accounts import admission, provisional
from kairos.identity.accounts.events import FactorsReset
from kairos.identity.accounts.models import User
from kairos.identity.memberships.events import AccountManagerChanged, MembershipAccepted, MembershipTakenOver
from kairos.identity.memberships.letters import messages
from kairos.identity.memberships.letters.events import ManagerAdmitted, ManagerReplaced
from kairos.identity.memberships.letters.issuing import addressee, issue_pair
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.letters.settings import posting_hours
from kairos.identity.memberships.models import AccessLetter, Membership
from kairos.identity.organisations.models import Organisation, Person

Kind, State = AccessLetter.Kind, AccessLetter.State
CHANGED = "L’organisme a un autre responsable de gestion des comptes."
RESET = "Second facteur perdu, identité prouvée de nouveau."


def on_accepted(event: MembershipAccepted | MembershipTakenOver, run: Run) -> None:
    _admit(event.membership, event.account_manager, event.organisation, run)


def on_changed(event: AccountManagerChanged, run: Run) -> None:
    """The former one loses the right, and what the post has not brought yet opens nothing; the new one is admitted."""
    former = admission.holder_of(event.former.get("email", ""))
    if former and former.email == event.account_manager.email:
        return
    if former:
        _withdraw(event.membership, former, run)
        run.publish(ManagerReplaced(event.organisation, former))
    _admit(event.membership, event.account_manager, event.organisation, run)


def on_factors_reset(event: FactorsReset, run: Run) -> None:
    """Whoever proved their identity again enters with a new letter, for each membership that sent them one."""
    letters = AccessLetter.objects.filter(
        user=event.user, kind=Kind.PASSWORD, membership__state=Membership.State.ACTIVE
    ).exclude(state=State.VOID)
    for letter in letters.order_by("pk"):
        run.perform(PostedLetter.reissue, letter, reason=RESET, identity=event.identity)


def _admit(membership: Membership, person: Person, organisation: Organisation, run: Run) -> None:
    user = admission.admit(
        run,
        email=person.email,
        civility=person.civility,
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone,
    )
    run.publish(ManagerAdmitted(organisation, user, person.title))
    if not provisional.was_used(user.pk, organisation.pk):
        issue_pair(membership, user, addressee(person), run)
        run.tell(messages.Coming(messages.recipient(user), organisation=organisation.name, hours=posting_hours()))


def _withdraw(membership: Membership, user: User, run: Run) -> None:
    live = AccessLetter.objects.filter(membership=membership, user=user).exclude(state=State.VOID)
    for letter in live.order_by("pk"):
        run.perform(PostedLetter.withdraw, letter, reason=CHANGED)
    provisional.void_all(user, membership.organisation_id)


events.subscribe(MembershipAccepted, on_accepted)
events.subscribe(MembershipTakenOver, on_accepted)
events.subscribe(AccountManagerChanged, on_changed)
events.subscribe(FactorsReset, on_factors_reset)
