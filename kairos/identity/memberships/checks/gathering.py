"""Reading what the checks compare: the file, the registers, what Kairos knows of the company and of its RGC."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation import clock
from kairos.foundation.clock import PARIS
from kairos.identity.memberships import queries, snapshot
from kairos.identity.memberships.checks.case import Case, Doubt, Earlier
from kairos.identity.memberships.members.models import HELD, OVER, Membership
from kairos.identity.memberships.models import MembershipApplication
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import MaintainedDoubt, Organisation, Person
from kairos.identity.registers.port import RegisterSilent, register

State = MembershipApplication.State
Fact = TypeVar("Fact")


def gather(key: UUID) -> Case:
    """Everything about one application. Raises MembershipApplication.DoesNotExist."""
    application = MembershipApplication.objects.select_related("organisation").get(pk=key)
    sheet = snapshot.sheet_of(application)
    return Case(**_declared(sheet), **_registered(sheet), **_known(application, sheet), at=clock.now())


def _declared(sheet: ProviderSheet) -> dict[str, Any]:
    return {
        "name": sheet.organisation.name,
        "street": sheet.main.address,
        "postcode": sheet.main.postcode,
        "town": sheet.main.town,
        "siret": sheet.main.siret,
        "nda": sheet.organisation.nda,
        "account_manager": sheet.account_manager.full_name,
        "account_manager_email": sheet.account_manager.email,
    }


def _registered(sheet: ProviderSheet) -> dict[str, Any]:
    asked = register()
    establishment, silent_establishments = _answer(lambda: asked.establishment(sheet.main.siret))
    provider, silent_providers = _answer(lambda: asked.provider(sheet.organisation.nda))
    return {
        "establishment": establishment,
        "silent_establishments": silent_establishments,
        "provider": provider,
        "silent_providers": silent_providers,
    }


def _answer(question: Callable[[], Fact | None]) -> tuple[Fact | None, bool]:
    try:
        return question(), False
    except RegisterSilent:
        return None, True


def _known(application: MembershipApplication, sheet: ProviderSheet) -> dict[str, Any]:
    siren = application.siret[:9]
    same_company = Membership.objects.filter(siret__gte=f"{siren}00000", siret__lte=f"{siren}99999")
    live = list(same_company.filter(HELD).order_by("number").values_list("siret", "number"))
    return {
        "membership": next((number for siret, number in live if siret == application.siret), ""),
        "sister_memberships": tuple(number for siret, number in live if siret != application.siret),
        "withdrawals": tuple(Earlier(*row) for row in _ended(same_company)),
        "refusals": tuple(_refused(application, siren)),
        "rivals": tuple(_rivals(application)),
        "managed_elsewhere": tuple(_managed(sheet.account_manager)),
        "doubts": tuple(map(_doubt, files.doubts(sheet.organisation))),
    }


def _ended(same_company: QuerySet[Membership]) -> QuerySet:
    return same_company.filter(OVER).order_by("-ends_on").values_list("number", "ends_on")


def _refused(application: MembershipApplication, siren: str) -> list[Earlier]:
    rows = MembershipApplication.objects.filter(
        state=State.REFUSED, siret__gte=f"{siren}00000", siret__lte=f"{siren}99999"
    )
    refused = rows.exclude(pk=application.pk).order_by("-decided_at").values_list("number", "decided_at")
    return [Earlier(number, at.astimezone(PARIS).date()) for number, at in refused]


def _rivals(application: MembershipApplication) -> QuerySet:
    """Submitted by someone else for the same SIRET, and not decided."""
    rows = MembershipApplication.objects.filter(siret=application.siret, state__in=queries.LIVE, version__gt=0)
    return rows.exclude(pk=application.pk).order_by("number").values_list("number", flat=True)


def _managed(account_manager: Person) -> QuerySet:
    """The other organisations, members or asking to be, whose RGC has this address."""
    same = Person.objects.filter(role=Person.Role.ACCOUNT_MANAGER, email=account_manager.email)
    elsewhere = same.exclude(organisation=account_manager.organisation_id).values("organisation")
    known = Organisation.objects.filter(pk__in=elsewhere, applications__version__gt=0)
    return known.order_by("sort_key", "id").distinct().values_list("name", flat=True)


def _doubt(row: MaintainedDoubt) -> Doubt:
    kinds = dict(MaintainedDoubt.Kind.choices)
    return Doubt(", ".join(kinds[kind] for kind in row.kinds), row.reason)
