"""What one has, besides what one knows: a code generator, a security key, recovery codes on paper."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kairos.identity.accounts.models import SecurityKey, TotpFactor, User


def with_factors(people: QuerySet[User]) -> QuerySet[User]:
    """Each with `has_totp` and `has_key`, in the same statement."""
    confirmed = TotpFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
    return people.annotate(has_totp=Exists(confirmed), has_key=Exists(SecurityKey.objects.filter(user=OuterRef("pk"))))


def has_any(user: UUID) -> bool:
    """Whether this person can prove a second factor; recovery codes alone are none."""
    return (
        TotpFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()
        or SecurityKey.objects.filter(user=user).exists()
    )
