"""Why somebody may read a person. Later packages declare theirs: an appointment, a referral, an enrolment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """label: as the person reads it in « Qui me lit »."""

    name: str
    label: str


_sources: dict[str, Source] = {}


def declare(name: str, label: str) -> Source:
    source = Source(name, label)
    if _sources.setdefault(name, source) != source:
        raise ValueError(f"source declared twice: {name}")
    return source


def label_of(name: str) -> str:
    return _sources[name].label if name in _sources else name


PORTFOLIO = declare("portfolio", "Suit votre recherche d’emploi")
COVER = declare("cover", "Remplace votre conseiller")
LOOKUP = declare("lookup", "A donné votre identifiant et votre date de naissance")
EMERGENCY = declare("emergency", "Ouverture en urgence à l’accueil")
INTERVENTION = declare("intervention", "Intervention de l’opérateur")
