"""A provider's file as it is when a request is submitted: read once, kept word for word, compared later."""

from collections.abc import Mapping
from dataclasses import dataclass

from kairos.identity.accounts.models import Civility
from kairos.identity.memberships.models import ApplicationVersion, MembershipApplication
from kairos.identity.memberships.rules import Piece, differences
from kairos.identity.organisations import content, queries
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.rules import Invalid, format_nda, format_phone, format_siret, region_of

OTHERS = "others"
_SHOWN_AS = {
    "siret": format_siret,
    "nda": format_nda,
    "phone": format_phone,
    "civility": dict(Civility.choices).get,
}
_COLUMNS = [f"{section}-{column}" for section, columns in content.LABELS.items() for column in columns]


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
    """« RGC : courriel »: short enough for the head of a line."""
    if field == OTHERS:
        return "Autres établissements"
    return content.label_of(field).replace(content.SECTIONS["account_manager"], "RGC")


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
    old, new = as_read(before.content), as_read(after.content)
    same = sum(old.get(field) == value for field, value in new.items())
    return Comparison(before, after, tuple(changes(old, new)), same)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Both as people read them."""
    return [Change(label_of(one.field), one.before, one.after) for one in differences(before, after)]


def as_read(fields: Mapping[str, str]) -> dict[str, str]:
    """What is filled, in the order of the sheet (the database keeps another one), as people read it."""
    return {field: shown(field, fields[field]) for field in sorted(fields, key=_rank) if fields[field]}


def _rank(field: str) -> tuple[int, str, int]:
    """By section, each contact apart, then by column."""
    section, column = content.split(field)
    known = f"{content.kind_of(section)}-{column}"
    rank = _COLUMNS.index(known) if known in _COLUMNS else len(_COLUMNS)
    return (len(_COLUMNS), section, rank) if section.startswith("contact-") else (rank, "", 0)
