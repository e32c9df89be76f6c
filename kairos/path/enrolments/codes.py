"""The codes under which an enrolment is exchanged with the public employment service, each with its source."""

from dataclasses import dataclass

from kairos.path.enrolments.models import Enrolment

State = Enrolment.State
REGISTRATIONS = "Interface « Zéro Saisie », saisie d’une attestation d’inscription (codeStatutInscription)"
WAITING = "Interface « Zéro Saisie », gestion des individus en attente ; le sens exact du sigle n’est pas publié"


@dataclass(frozen=True, slots=True)
class ExchangeCode:
    code: str
    label: str
    source: str


CODES = {
    State.RETAINED: ExchangeCode("ICR", "Retenu après l’information collective", REGISTRATIONS),
    State.REGISTERED: ExchangeCode("ICR", "Retenu : l’attestation d’inscription est faite", REGISTRATIONS),
    State.ABSENT: ExchangeCode("ICA", "Absent de l’information collective", REGISTRATIONS),
    State.NOT_RETAINED: ExchangeCode("ICN", "Non retenu après l’information collective", REGISTRATIONS),
    State.WAITING: ExchangeCode("PFR", "Décision d’attente", WAITING),
}


def code_of(state: str) -> str:
    """Empty for a state that is not exchanged."""
    found = CODES.get(State(state))
    return found.code if found else ""
