"""Which fields of the file each kind of change holds."""

from collections.abc import Mapping

from kairos.identity.memberships.models import ChangeRequest
from kairos.identity.organisations.content import LABELS

Kind = ChangeRequest.Kind

FIELDS: Mapping[str, tuple[str, ...]] = {
    Kind.ACCOUNT_MANAGER: tuple(f"account_manager-{column}" for column in LABELS["account_manager"]),
    Kind.DIRECTOR: tuple(f"director-{column}" for column in LABELS["director"]),
    Kind.EMAIL: ("organisation-email",),
    Kind.ADDRESS: tuple(f"establishment-{column}" for column in LABELS["establishment"] if column != "siret"),
    Kind.IDENTITY: ("organisation-name", "organisation-nda"),
    Kind.SIRET: tuple(f"establishment-{column}" for column in LABELS["establishment"]),
}
"""A move brings its address; a field of two kinds is changed alone by the first of them."""
_KIND = {field: kind for kind, fields in reversed(FIELDS.items()) for field in fields}


def kind_of(field: str) -> str | None:
    """The kind of change that a field of a member's file needs; None when its people change it themselves."""
    return _KIND.get(field)


def form_address(kind: str) -> str:
    """Where that change is asked for."""
    return f"/compte/demande/changement/{Kind(kind).value}/"


def part(content: Mapping[str, str], kind: str) -> dict[str, str]:
    """The fields of one kind, as the file has them."""
    return {field: content.get(field, "") for field in FIELDS[kind]}


def altered(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {field: value for field, value in after.items() if value != before.get(field, "")}


def emails(values: Mapping[str, str]) -> list[str]:
    """The addresses among these fields."""
    return [value for field, value in values.items() if field.endswith("-email") and value]
