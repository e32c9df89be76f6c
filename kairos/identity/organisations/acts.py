"""What changes when an act on a provider's file is done."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.foundation.text import sort_key
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from kairos.identity.organisations import messages, queries
from kairos.identity.organisations.content import FIXED, LABELS, Content, ProviderSheet, kind_of, sections_of, split
from kairos.identity.organisations.doubts import Doubt
from kairos.identity.organisations.events import FileOpened
from kairos.identity.organisations.models import Establishment, MaintainedDoubt, Organisation, Person
from kairos.identity.organisations.rules import siren_of

Role = Person.Role


def open_(
    organisation: Organisation,
    run: Run,
    *,
    user: User,
    title: str,
    establishment: Establishment,
    reopening: User | None = None,
    doubts: Iterable[Doubt] = (),
    reason: str = "",
) -> None:
    """The file, its main establishment, and the account that opened it when that is new too.

    reopening: what was typed of a person whose address, not proved yet, already has an account.
    """
    organisation.created_at = organisation.modified_at = run.now
    establishment.organisation = organisation
    establishment.main = True
    establishment.save(force_insert=True)
    _note(organisation, run, doubts, reason)
    if user._state.adding:
        run.perform(Account.open, user, provider=organisation.name)
    elif reopening:
        run.perform(Account.reopen, user, opening=reopening, provider=organisation.name)
    run.publish(FileOpened(organisation, user, title))


def edit(
    organisation: Organisation,
    run: Run,
    *,
    changes: Mapping[str, str],
    seen: Content,
    removed: Iterable[UUID] = (),
    doubts: Iterable[Doubt] = (),
    reason: str = "",
) -> None:
    """Write the changed fields of the sheet, and those alone. `seen` is for the guard: see `editing.unchanged`."""
    sheet = queries.sheet(organisation)
    for section, columns in sections_of(changes).items():
        _write(sheet, section, columns)
    organisation.people.filter(role=Role.CONTACT, pk__in=removed).delete()
    _note(organisation, run, doubts, reason)
    organisation.modified_at = run.now


def move(organisation: Organisation, run: Run, *, changes: Mapping[str, str], seen: Content) -> None:
    """Another main SIRET, with its address. Of another company (a merger), the establishments of the former one leave
    the file; the organisation, its people and its history stay.
    """
    main, siret = queries.main_establishment(organisation), changes["establishment-siret"]
    others = organisation.establishments.filter(main=False)
    others.filter(siret=siret).delete()
    others.exclude(siret__startswith=siren_of(siret)).delete()
    for field, value in changes.items():
        setattr(main, split(field)[1], value)
    main.save(update_fields=[split(field)[1] for field in changes])
    organisation.siren = siren_of(siret)
    organisation.modified_at = run.now


def add_establishment(
    organisation: Organisation,
    run: Run,
    *,
    establishment: Establishment,
    doubts: Iterable[Doubt] = (),
    reason: str = "",
) -> None:
    establishment.organisation = organisation
    establishment.save(force_insert=True)
    _note(organisation, run, doubts, reason)
    organisation.modified_at = run.now


def remove_establishment(organisation: Organisation, run: Run, *, establishment: UUID) -> None:
    """The main one stays: it asks for the membership."""
    organisation.establishments.filter(pk=establishment, main=False).delete()
    organisation.modified_at = run.now


def take_over(organisation: Organisation, run: Run, *, establishment: Establishment, people: Iterable[Person]) -> None:
    """The file of a member of before Kairos, as the operator's own files say it; nobody acts for it yet."""
    organisation.created_at = organisation.modified_at = run.now
    establishment.organisation = organisation
    establishment.main = True
    establishment.save(force_insert=True)
    for person in people:
        person.organisation = organisation
        person.save(force_insert=True)


def warn_of_rival(organisation: Organisation, run: Run, *, siret: str, owners: Iterable[Recipient]) -> None:
    """Its people learn that another file names one of its establishments."""
    for owner in owners:
        run.tell(messages.RivalFile(to=owner, provider=organisation.name, siret=siret))


def _note(organisation: Organisation, run: Run, doubts: Iterable[Doubt], reason: str) -> None:
    kinds = [doubt.kind for doubt in doubts]
    if kinds:
        MaintainedDoubt.objects.create(organisation=organisation, kinds=kinds, reason=reason, said_at=run.now)


def _write(sheet: ProviderSheet, section: str, columns: Mapping[str, str]) -> None:
    row = _row(sheet, section)
    for column, value in columns.items():
        if column not in LABELS[kind_of(section)] or f"{section}-{column}" in FIXED:
            raise LookupError(f"not a field of the sheet: {section}-{column}")
        setattr(row, column, value)
    if isinstance(row, Organisation):
        _rename(sheet, columns)
    elif row._state.adding:
        row.save(force_insert=True)
    else:
        row.save(update_fields=list(columns))


def _rename(sheet: ProviderSheet, columns: Mapping[str, str]) -> None:
    """The main establishment bears the organisation's name; the engine saves the organisation itself."""
    if "name" in columns:
        sheet.organisation.sort_key = sort_key(columns["name"])[:200]
        sheet.main.name = columns["name"]
        sheet.main.save(update_fields=["name"])


def _row(sheet: ProviderSheet, section: str) -> Organisation | Establishment | Person:
    match kind_of(section):
        case "organisation":
            return sheet.organisation
        case "establishment":
            return sheet.main
        case "contact":
            key = UUID(section.removeprefix("contact-"))
            known = next((person for person in sheet.contacts if person.pk == key), None)
            return known or Person(id=key, organisation=sheet.organisation, role=Role.CONTACT)
        case role:
            known = getattr(sheet, role)
            return known or Person(organisation=sheet.organisation, role=role)
