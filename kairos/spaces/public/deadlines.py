"""The deadlines told to visitors: those that Kairos measures, as their settings say today."""

from typing import NamedTuple

from kairos.foundation.dated_settings import DatedSetting
from kairos.identity.accounts import settings as accounts
from kairos.identity.memberships import settings as memberships
from kairos.identity.memberships.letters import settings as letters
from kairos.path.attendance import settings as attendance
from kairos.path.enrolments.training import deadlines as training
from kairos.path.enrolments.training.settings import DECLARATION_DAYS


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


def of_training() -> list[Deadline]:
    declared, source = training.in_words(), DECLARATION_DAYS.source
    return [
        Deadline("Entrée en formation", f"{declared} après l’arrivée", "Organisme", source),
        Deadline("Interruption ou sortie", f"{declared} après l’événement", "Organisme", source),
        _from(attendance.DUE_DAYS, "État de présence du mois", "après la fin du mois", "Organisme"),
        _from(attendance.ANSWER_DAYS, "Accord ou contestation du mois", "après l’état rendu", "Personne en formation"),
    ]


def watched() -> dict[str, list[Deadline]]:
    """Caption → rows."""
    return {"L’adhésion": of_membership(), "La formation": of_training()}


def _from(setting: DatedSetting, act: str, after: str, who: str) -> Deadline:
    return Deadline(act, f"{setting.value()} {setting.unit} {after}", who, setting.source)
