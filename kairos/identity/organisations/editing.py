"""Changing a file that several people, or several tabs, may hold open at once.

A save brings the fields as it read them (`seen`) and as they were typed. Only what was typed anew is written; a field
that somebody else changed meanwhile is not overwritten unseen.
"""

from collections.abc import Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.organisations import queries
from kairos.identity.organisations.completeness import link_to
from kairos.identity.organisations.content import PERSON_LABELS, Content, label_of
from kairos.identity.organisations.models import Organisation
from kairos.identity.organisations.rules import siren_of


def changes(seen: Content, typed: Content) -> Content:
    """The fields typed anew. A field never seen before (a new contact) counts when it is not empty."""
    return {field: value for field, value in typed.items() if value != seen.get(field, "")}


def unchanged(organisation: Organisation, actor: Actor, details: Mapping[str, Any]) -> list[Reason]:
    """The guard: each field that is neither as it was seen nor as it was typed, with both values."""
    if not details.get("changes"):
        return []
    stored = queries.content(organisation)
    seen = details["seen"]
    return [
        Reason(_changed(field, stored.get(field, ""), typed), field, link_to(field))
        for field, typed in details["changes"].items()
        if stored.get(field, "") not in (seen.get(field, ""), typed)
    ]


def copied(typed: Content, source: str, target: str) -> Content:
    """`target`'s fields as `source` has them: the RGC is the director."""
    return {f"{target}-{column}": typed.get(f"{source}-{column}", "") for column in PERSON_LABELS}


def of_same_company(organisation: Organisation, actor: Actor, details: Mapping[str, Any]) -> list[Reason]:
    """The guard on a further establishment: same SIREN as the file."""
    if siren_of(details["establishment"].siret) == organisation.siren:
        return []
    return [
        Reason(
            "Ce SIRET est celui d’une autre entreprise\u00a0: ses 9 premiers chiffres ne sont pas les vôtres. "
            "Une autre entreprise ouvre sa propre fiche.",
            "siret",
        )
    ]


def _changed(field: str, stored: str, typed: str) -> str:
    return (
        f"{label_of(field)}\u00a0: entre-temps, «\u00a0{stored or 'vide'}\u00a0» a été enregistré. "
        f"Vous avez écrit «\u00a0{typed or 'vide'}\u00a0». Gardez celui qui est juste, puis enregistrez."
    )
