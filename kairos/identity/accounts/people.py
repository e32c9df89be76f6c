"""Names and addresses of people, for those who show a journal, a queue, or write to someone."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from kairos.foundation.actor import Actor
from kairos.foundation.messages import Recipient
from kairos.foundation.prepared import prepared
from kairos.identity.accounts.models import User


def name_of(column: str) -> Subquery:
    """The full name of the person that a column of a statement holds; null when unknown."""
    found = User.objects.filter(pk=OuterRef(column))
    return Subquery(found.values(whole=Concat("first_name", Value(" "), "last_name")))


def names_of(users: Iterable[UUID | None]) -> dict[UUID, str]:
    """Full names by id; one statement, none for no one. Who is unknown is left out."""
    wanted = {user for user in users if user}
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, first_name, last_name FROM account WHERE id = ANY(%s)", [list(wanted)])
        return {key: f"{first} {last}".strip() for key, first, last in cursor}


def recipients_of(users: Iterable[UUID | None]) -> list[Recipient]:
    """Where to write to these people; closed accounts are left out."""
    found = User.objects.filter(pk__in={user for user in users if user}).exclude(state=User.State.CLOSED)
    rows = found.order_by("id").values_list("id", "email", "phone")
    return [Recipient(email=email, phone=phone, user=key) for key, email, phone in rows]


def password_due(user: UUID | None) -> tuple[datetime | None, str]:
    """Since when a new password is asked of this person, after an incident, and why as they read it."""
    rows = User.objects.filter(pk=user).values_list("password_due_at", "password_due_why")
    return rows.first() or (None, "")


def staff() -> list[tuple[UUID, str]]:
    """The operator's own people who can sign in, by name."""
    return [(key, f"{first} {last}".strip()) for key, first, last in _staff()]


@prepared
def _staff() -> QuerySet[User]:
    return staff_rows()


def staff_rows(*_: Actor) -> QuerySet[User]:
    """The same, to be read in another statement: identifiers, first and last names."""
    rows = User.objects.exclude(staff_role="").filter(state=User.State.ACTIVE).order_by("last_name", "first_name")
    return rows.values_list("id", "first_name", "last_name")


def supervisors() -> list[UUID]:
    """Those of the operator's people who answer for the others."""
    rows = User.objects.filter(staff_role="supervisor", state=User.State.ACTIVE)
    return list(rows.order_by("id").values_list("id", flat=True))


def found(words: str) -> User | None:
    """The person of this exact e-mail or portal identifier; nobody is found by a name."""
    typed = words.strip()
    wanted = {"email": typed.lower()} if "@" in typed else {"portal_identifier": typed.upper()}
    return User.objects.filter(**wanted).first() if typed else None
