"""What a register says of one number, as plain values, whichever register answered."""

from dataclasses import dataclass
from datetime import date, datetime

SIRENE = "Répertoire SIRENE"
PUBLIC_LIST = "Liste publique des organismes de formation"


class RegisterSilent(Exception):
    """The register could not be asked, or not in time: nothing is known, hand entry goes on."""


@dataclass(frozen=True, slots=True)
class EstablishmentFacts:
    """`name`: of the legal unit, else the one on the door; empty when publication was refused.

    `as_of`: when the register was last copied or asked.
    """

    siret: str
    siren: str
    name: str
    street: str
    complement: str
    postcode: str
    town: str
    head_office: bool
    active: bool
    closed_on: date | None
    sole_trader: bool
    as_of: datetime | None
    source: str = SIRENE


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """A line of the State's list. A Qualiopi flag is None when the list does not say.

    `nda` is the number in force, which may differ from the one that was looked up (see `previous_ndas`).
    """

    nda: str
    previous_ndas: tuple[str, ...]
    name: str
    siren: str
    siret: str
    street: str
    postcode: str
    town: str
    qualiopi_training: bool | None
    qualiopi_skills_review: bool | None
    qualiopi_experience: bool | None
    qualiopi_apprenticeship: bool | None
    last_declared_on: date | None
    as_of: datetime | None
    source: str = PUBLIC_LIST

    @property
    def qualiopi(self) -> bool:
        """Certified for at least one kind of action."""
        return any(
            (
                self.qualiopi_training,
                self.qualiopi_skills_review,
                self.qualiopi_experience,
                self.qualiopi_apprenticeship,
            )
        )
