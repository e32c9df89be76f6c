"""The deadlines told to visitors: those Kairos measures come from their settings, the others from the law."""

from typing import NamedTuple

from kairos.foundation.dated_settings import DatedSetting
from kairos.identity.accounts import settings as accounts
from kairos.identity.memberships import settings as memberships
from kairos.identity.memberships.letters import settings as letters


class Deadline(NamedTuple):
    """act: what must be done; limit: by when; who: by whom; source: who says so."""

    act: str
    limit: str
    who: str
    source: str


def of_membership() -> list[Deadline]:
    return [
        _from(accounts.LINK_HOURS, "Activation du compte", "après la création", "Organisme"),
        _from(memberships.DECISION_DAYS, "Décision sur l’adhésion", "après la demande", "Opérateur"),
        _from(letters.POSTING_DAYS, "Identifiants du RGC, par courrier", "après l’adhésion", "Opérateur"),
        _from(memberships.CHANGE_DAYS, "Changement de RGC, de dirigeant, d’adresse", "après la demande", "Opérateur"),
    ]


OF_TRAINING = [
    Deadline(
        "Entrée en formation",
        "3 jours après l’arrivée",
        "Organisme",
        "Code du travail, art. L. 6121-5 ; décret n° 2017-1019",
    ),
    Deadline(
        "Interruption ou sortie",
        "3 jours après l’événement",
        "Organisme",
        "Code du travail, art. L. 6121-5 ; décret n° 2017-1019",
    ),
    Deadline(
        "Devis AIF complet",
        "15 jours avant le début",
        "Organisme, puis demandeur d’emploi",
        "Règles d’attribution de l’aide individuelle à la formation",
    ),
]
"""Not watched yet: their packages will declare them as settings."""


def watched() -> dict[str, list[Deadline]]:
    """Caption → rows."""
    return {"L’adhésion": of_membership(), "La formation": OF_TRAINING}


def _from(setting: DatedSetting, act: str, after: str, who: str) -> Deadline:
    return Deadline(act, f"{setting.value()} {setting.unit} {after}", who, setting.source)
