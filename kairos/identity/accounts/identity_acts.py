"""What changes when somebody first signs in through an identity provider, and when they want it no more."""

from uuid import UUID

from kairos.foundation.engine import Run
from kairos.identity.accounts import identity_notices, notices, tokens
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.models import OneUseToken, OutsideIdentity, User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.oidc_services import name_of


def link(user: User, run: Run, *, identity: Identity) -> None:
    """From now on this identity is this agent's, whatever becomes of the e-mail; the link of the opening is spent."""
    OutsideIdentity.objects.create(
        user=user, issuer=identity.issuer, subject=identity.subject, linked_at=run.now, used_at=run.now
    )
    user.activated_at = user.activated_at or run.now
    user.email_verified_at = user.email_verified_at or run.now
    user.first_name = user.first_name or identity.first_name[:80]
    user.last_name = user.last_name or identity.last_name[:80]
    for link in OneUseToken.objects.filter(user=user, kind=OneUseToken.Kind.OPERATOR, replaced_at__isnull=True):
        tokens.spend(link)
    run.tell(notices.IdentityLinked(to=recipient(user), at=run.now, issuer=identity.issuer))


def link_person(user: User, run: Run, *, identity: Identity) -> None:
    """Of somebody who is no agent: nothing else of their account changes."""
    OutsideIdentity.objects.create(
        user=user, issuer=identity.issuer, subject=identity.subject, linked_at=run.now, used_at=run.now
    )
    run.tell(identity_notices.PersonLinked(to=recipient(user), at=run.now, service=name_of(identity.issuer)))


def unlink(user: User, run: Run, *, key: UUID) -> None:
    row = OutsideIdentity.objects.get(pk=key, user=user)
    row.delete()
    run.tell(identity_notices.PersonUnlinked(to=recipient(user), at=run.now, service=name_of(row.issuer)))
