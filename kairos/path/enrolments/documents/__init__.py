"""The list of the trainees of a session, what attests a movement, and the dataclasses they take."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead
from kairos.foundation.documents.proofs import Proof


@dataclass(frozen=True, slots=True)
class PaperTrainee:
    """contacts: masked, unless the list says otherwise."""

    name: str
    state: str
    since: date
    contacts: str


@dataclass(frozen=True, slots=True)
class TraineeList:
    """by: who printed it, at `dated`. reason: why, when contacts are in clear; empty when they are masked."""

    dated: datetime
    letterhead: Letterhead
    title: str
    number: str
    starts_on: date | None
    ends_on: date | None
    by: str
    reason: str
    trainees: tuple[PaperTrainee, ...]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PaperPeriod:
    """hours: in words, empty when only the total is said."""

    starts_on: date
    ends_on: date
    hours: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """One movement, as it was declared at `dated`. what: « l’entrée effective dans ». label: what `on` is. hours and
    periods: of the plan, for an inscription alone. reason: of an exit, from the list."""

    dated: datetime
    letterhead: Letterhead
    siren: str
    nda: str
    heading: str
    what: str
    person: str
    identifier: str
    title: str
    number: str
    label: str
    on: date
    until: date | None
    hours: str
    periods: tuple[PaperPeriod, ...]
    reason: str
    proof: Proof
    sha256: str = ""


TRAINEES = DocumentTemplate(Path(__file__).parent / "trainees.typ", TraineeList)
ATTESTATION = DocumentTemplate(Path(__file__).parent / "attestation.typ", Attestation)
