"""What the files of people and of rights say."""

import re

from kairos.foundation.imports import parsing
from kairos.foundation.imports.cells import comparable
from kairos.foundation.imports.columns import Column
from kairos.identity.habilitations import catalogue
from kairos.identity.organisations import rules

_SIRET = re.compile(r"[0-9]{13,14}")
_BARE = re.compile(r"[\s\u00a0\u202f.]+")
CIVILITIES = {"Madame": "mme", "Monsieur": "m", "Mme": "mme", "M.": "m", "Mr": "m"}
CIVILITY_WORDS = {"mme": "Madame", "m": "Monsieur"}
YES, NO = True, False
YES_OR_NO = {"oui": YES, "non": NO, "RGC": YES, "X": YES}
RIGHTS = {
    comparable(word): right
    for right in sorted(catalogue.known_rights())
    for word in (right, catalogue.label_of(right), catalogue.label_of(right).replace(",", ""))
}


def member(cell: str) -> str:
    """A SIRET, or the number of a membership as it is written."""
    bare = _BARE.sub("", cell)
    return rules.parse_siret(bare.zfill(14)) if _SIRET.fullmatch(bare) else parsing.text(16)(cell)


def right(cell: str) -> str:
    """« Devis, valider » or `quotes.approve`."""
    try:
        return RIGHTS[comparable(cell)]
    except KeyError:
        raise ValueError("Ce droit n’existe pas : écrivez un domaine et un droit, « Devis, valider ».") from None


def places(cell: str) -> tuple[str, ...]:
    """SIRET of establishments, with commas between them."""
    return tuple(sorted({rules.parse_siret(_BARE.sub("", piece)) for piece in re.split("[,;/|\n]", cell) if piece}))


MEMBER = Column(
    "member", "Organisme", member, required=True, example="99900101900010",
    synonyms=("SIRET", "N° SIRET", "SIRET de l’organisme", "Numéro d’adhésion", "N° d’adhésion", "Adhérent"),
    reads="SIRET, ou numéro d’adhésion",
)  # fmt: skip
EMAIL = Column(
    "email", "Courriel", parsing.email, required=True, example="karim.benaissa@ateliers.example",
    synonyms=("E-mail", "Mail", "Adresse électronique", "Courriel de la personne"), reads="une adresse, la sienne",
)  # fmt: skip
PEOPLE = (
    MEMBER,
    Column("civility", "Civilité", parsing.choice(CIVILITIES), example="Monsieur", reads="Madame ou Monsieur"),
    Column("first_name", "Prénom", parsing.text(80), required=True, example="Karim", reads="80 caractères au plus"),
    Column("last_name", "Nom", parsing.text(80), required=True, example="Benaïssa", synonyms=("Nom de famille",),
           reads="80 caractères au plus"),
    EMAIL,
    Column("title", "Fonction", parsing.text(120), required=True, example="Formateur, bâtiment",
           synonyms=("Poste", "Rôle"), reads="120 caractères au plus"),
    Column("manages", "RGC", parsing.choice(YES_OR_NO), example="non",
           synonyms=("Est RGC", "Responsable de gestion des comptes"), reads="oui ou non ; vide : non"),
)  # fmt: skip
RIGHTS_COLUMNS = (
    MEMBER,
    EMAIL,
    Column("right", "Droit", right, required=True, example="Devis, valider", synonyms=("Habilitation",),
           reads="domaine et droit : « Devis, valider », ou `quotes.approve`"),
    Column("starts_on", "Du", parsing.day, example="03/09/2026", synonyms=("Début", "À partir du", "Date de début"),
           reads="une date ; vide : dès maintenant"),
    Column("ends_on", "Au", parsing.day, example="02/09/2027", synonyms=("Fin", "Jusqu’au", "Date de fin"),
           reads="dernier jour compris ; vide : sans fin"),
    Column("places", "Établissements", places, example="",
           synonyms=("Établissement", "SIRET de l’établissement", "Lieux"),
           reads="leurs SIRET, une virgule entre eux ; vide : tout l’organisme"),
)  # fmt: skip
