"""What changes when an agent of the operator first signs in through the operator's identity provider."""

from kairos.foundation.engine import Run
from kairos.identity.accounts import notices, tokens
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.models import OneUseToken, OutsideIdentity, User
from kairos.identity.accounts.oidc import Identity


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
