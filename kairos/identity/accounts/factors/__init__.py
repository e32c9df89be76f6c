"""What one has, besides what one knows: a code generator, a security key, recovery codes on paper."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kairos.identity.accounts.models import ProvisionalPassword, SecurityKey, TotpFactor, User


def with_factors(people: QuerySet[User]) -> QuerySet[User]:
    """Each with `has_totp`, `has_key`, and `begun` (a first sign-in left half way), in the same statement."""
    mine = {"user": OuterRef("pk")}
    begun = ProvisionalPassword.objects.filter(**mine, used_at__isnull=False, finished_at=None, voided_at=None)
    return people.annotate(
        has_totp=Exists(TotpFactor.objects.filter(**mine, confirmed_at__isnull=False)),
        has_key=Exists(SecurityKey.objects.filter(**mine)),
        begun=Exists(begun),
    )


def has_any(user: UUID) -> bool:
    """Whether this person can prove a second factor; recovery codes alone are none."""
    return (
        TotpFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()
        or SecurityKey.objects.filter(user=user).exists()
    )
