"""Whom a membership concerns: who directs and who manages the accounts; where it stands."""

from collections.abc import Iterable
from datetime import date, datetime

from kairos.foundation.messages import Recipient
from kairos.foundation.working_days import Place, place_of
from kairos.identity.accounts import admission
from kairos.identity.memberships.members.models import Membership
from kairos.identity.organisations import queries as files


def concerned(membership: Membership) -> list[Recipient]:
    """The director and the RGC as the file names them, with the account that their address opens."""
    sheet = files.sheet(membership.organisation)
    emails = dict.fromkeys(who.email for who in (sheet.director, sheet.account_manager) if who and who.email)
    return [_recipient(email) for email in emails]


def _recipient(email: str) -> Recipient:
    user = admission.holder_of(email)
    return Recipient(email=email, user=user.pk if user else None)


def place(membership: Membership) -> Place:
    """Where its days are counted."""
    return place_of(files.main_establishment(membership.organisation).postcode)


def day_there(membership: Membership, now: datetime) -> date:
    return now.astimezone(place(membership).zone).date()


def rule(place: Place, *versions: str) -> str:
    """What a deadline was computed with, as stored beside it."""
    words: Iterable[str] = (*versions, place.subdivision or "FR", place.timezone)
    return " ".join(words)[:120]
