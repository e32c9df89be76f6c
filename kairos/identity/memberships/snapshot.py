"""A provider's file as it is when a request is submitted: read once, kept word for word, compared later."""

from collections.abc import Mapping
from dataclasses import dataclass

from kairos.identity.memberships.models import ApplicationVersion, MembershipApplication
from kairos.identity.memberships.rules import Piece, differences
from kairos.identity.organisations import content, queries
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.rules import Invalid, format_nda, format_siret, region_of

OTHERS = "others"
_SHOWN_AS = {"siret": format_siret, "nda": format_nda}


def sheet_of(application: MembershipApplication) -> ProviderSheet:
    return queries.sheet(application.organisation)


def content_of(sheet: ProviderSheet) -> content.Content:
    """The flat fields of the file, and its other establishments in one line."""
    others = (f"{other.siret} {other.name}, {other.postcode} {other.town}" for other in sheet.others)
    return sheet.content() | {OTHERS: " · ".join(others)}


def copy_onto(application: MembershipApplication, sheet: ProviderSheet) -> None:
    """What the operator's queue shows, sorts and filters on."""
    application.name = sheet.organisation.name
    application.sort_key = sheet.organisation.sort_key
    application.siret = sheet.main.siret
    application.postcode = sheet.main.postcode
    application.town = sheet.main.town
    application.region = _region(sheet.main.postcode)


def _region(postcode: str) -> str:
    try:
        return region_of(postcode).name
    except Invalid:
        return ""


def label_of(field: str) -> str:
    return "Autres établissements" if field == OTHERS else content.label_of(field)


def shown(field: str, value: str) -> str:
    """The value as people read it."""
    format_ = _SHOWN_AS.get(field.rpartition("-")[2])
    return format_(value) if format_ and value else value


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two versions, as words to show."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`same`: how many fields did not change."""

    before: ApplicationVersion
    after: ApplicationVersion
    changes: tuple[Change, ...]
    same: int


def compare(before: ApplicationVersion, after: ApplicationVersion) -> Comparison:
    old, new = _filled(before.content), _filled(after.content)
    found = differences(old, new)
    changes = tuple(Change(label_of(one.field), one.before, one.after) for one in found)
    same = sum(old.get(field) == value for field, value in new.items())
    return Comparison(before, after, changes, same)


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {field: shown(field, value) for field, value in fields.items() if value}
