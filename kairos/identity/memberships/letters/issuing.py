"""The two letters that open the portal to one person of an organisation."""

from uuid import UUID

from kairos.foundation.engine import Run
from kairos.identity.accounts import provisional
from kairos.identity.accounts.models import User
from kairos.identity.memberships.letters import addresses
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.models import AccessLetter, Membership
from kairos.identity.organisations.models import Person

Kind, State = AccessLetter.Kind, AccessLetter.State


def issue_pair(membership: Membership, user: User, recipient: str, run: Run) -> None:
    destination = addresses.in_register(membership)
    secret = provisional.issue(user, membership.organisation_id)
    for kind, sealed in ((Kind.IDENTIFIER, ""), (Kind.PASSWORD, secret)):
        letter = AccessLetter(
            organisation_id=membership.organisation_id,
            membership=membership,
            user=user,
            kind=kind,
            recipient=recipient,
        )
        run.perform(PostedLetter.prepare, letter, destination=destination, secret=sealed)


def was_written_to(user: User, organisation: UUID) -> bool:
    """Whether letters were made for this person there, and not withdrawn."""
    return AccessLetter.objects.filter(user=user, organisation=organisation).exclude(state=State.VOID).exists()


def write_to(user: User, organisation: UUID, run: Run) -> None:
    """For an account manager whom letters never reached; without a membership nothing is posted."""
    membership = Membership.objects.filter(organisation=organisation, state=Membership.State.ACTIVE).first()
    if membership is not None:
        issue_pair(membership, user, addressee(user), run)


def addressee(person: Person | User) -> str:
    """« Madame Solène Le Goff »."""
    civility = {"mme": "Madame", "m": "Monsieur"}.get(person.civility, "")
    return f"{civility} {person.full_name}".strip()
