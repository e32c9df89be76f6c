"""What a request or a membership answers to packages below: when a provider's file may not be changed."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import Reason
from kairos.foundation.prepared import prepared
from kairos.identity.memberships import queries
from kairos.identity.memberships.changes import rules
from kairos.identity.memberships.models import MembershipApplication
from kairos.identity.organisations.guards import before_edit
from kairos.identity.organisations.models import Organisation


@before_edit.register
def frozen_while_decided(organisation: Organisation, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if number := _being_decided.first(organisation.pk):
        yield Reason(
            f"La demande d’adhésion {number} est en cours de traitement : la fiche ne se modifie plus avant la "
            "décision. Une erreur à signaler ? Écrivez à l’opérateur depuis la demande.",
            link="/compte/demande/",
        )


@prepared
def _being_decided(organisation: UUID) -> QuerySet[MembershipApplication]:
    rows = MembershipApplication.objects.filter(organisation=organisation, state__in=queries.OPEN)
    return rows.order_by("pk").values_list("number", flat=True)[:1]


@before_edit.register
def decided_by_the_operator(organisation: Organisation, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """A member's sensitive fields; the operator writes them by accepting a change."""
    if organisation.member_since is None or actor.audience == Audience.OPERATOR:
        return
    for field in details.get("changes", ()):
        if kind := rules.kind_of(field):
            yield Reason(
                "Depuis l’adhésion, ce champ change sur demande, avec l’accord de l’opérateur.",
                field,
                rules.form_address(kind),
            )
