"""What a file of sessions says, a line each."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kairos.foundation.imports import parsing
from kairos.foundation.imports.columns import Column
from kairos.foundation.text import clean
from kairos.identity.organisations import rules
from kairos.offer.catalogue import codes
from kairos.offer.catalogue.models import NUMBER

_BETWEEN = re.compile(r"[\s,;|/]+")
APPRENTICESHIP = "apprenticeship"
YES_NO = {"oui": True, "non": False, "1": True, "0": False}


def _completed(parse: Callable[[str], str], length: int) -> Callable[[str], str]:
    """A spreadsheet takes a leading zero away: 1000 is 01000."""
    return lambda cell: parse(cell.zfill(length) if cell.isdigit() and len(cell) == length - 1 else cell)


def _coded(words: Mapping[str, str]) -> Callable[[str], str]:
    """A code, or its words."""
    return parsing.choice({label: code for code, label in words.items()} | {code: code for code in words})


def _several(pattern: str, what: str, most: int, example: str) -> Callable[[str], list[str]]:
    def parse(cell: str) -> list[str]:
        found = list(dict.fromkeys(filter(None, _BETWEEN.split(cell.upper()))))
        if wrong := next((code for code in found if not re.fullmatch(pattern, code)), None):
            raise ValueError(f"« {wrong} » n’est pas un code {what}. Écrivez par exemple {example}.")
        if len(found) > most:
            raise ValueError(f"Écrivez {most} codes {what} au plus.")
        return found

    return parse


def _funders(cell: str) -> list[str]:
    found = list(dict.fromkeys(filter(None, _BETWEEN.split(cell))))
    if wrong := next((code for code in found if code not in codes.FUNDERS), None):
        raise ValueError(f"« {wrong} » n’est pas un code de financeur connu : écrivez des nombres de 0 à 17.")
    return found


def _certification(prefix: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        typed = cell.replace(" ", "").upper()
        if not re.fullmatch(f"({prefix})?[0-9]{{1,6}}", typed):
            raise ValueError(f"Écrivez {prefix} suivi de chiffres, par exemple {prefix}37121.")
        return f"{prefix}{typed.removeprefix(prefix)}"

    return parse


COLUMNS = (
    Column("number", "Numéro de la session", parsing.text(NUMBER), required=True, example="20_1330305",
           synonyms=("numeroSession", "N° session", "Session"), reads="25 caractères au plus"),
    Column("course_number", "Numéro de la formation", parsing.text(NUMBER), example="20_1262663",
           synonyms=("numeroFormation", "N° formation"), reads="25 caractères au plus"),
    Column("delivery_number", "Numéro de l’action", parsing.text(NUMBER), example="20_1330300",
           synonyms=("numeroAction", "N° action"), reads="25 caractères au plus"),
    Column("title", "Intitulé", parsing.text(255), required=True, example="Assistant de vie aux familles",
           synonyms=("Formation", "Titre", "Intitulé de la formation"), reads="255 caractères au plus"),
    Column("starts_on", "Début", parsing.day, required=True, example="12/01/2027",
           synonyms=("Date de début", "Premier jour"), reads="une date"),
    Column("ends_on", "Fin", parsing.day, example="25/06/2027", synonyms=("Date de fin", "Dernier jour"),
           reads="une date ; vide : entrées permanentes"),
    Column("capacity", "Places", parsing.integer(0, 9999), example="12", synonyms=("Nombre de places", "Effectif"),
           reads="un nombre"),
    Column("responsible_siret", "SIRET de l’organisme responsable", _completed(rules.parse_siret, 14), required=True,
           example="99900101900010", synonyms=("SIRET", "SIRET responsable"),
           reads="14 chiffres ; un établissement de votre organisme"),
    Column("delivering_siret", "SIRET de l’organisme formateur", _completed(rules.parse_siret, 14),
           example="99900101900010", synonyms=("SIRET formateur",), reads="14 chiffres"),
    Column("delivering_name", "Organisme formateur", parsing.text(200), example="Les Ateliers du Canal",
           reads="200 caractères au plus"),
    Column("place_name", "Lieu", parsing.text(200), example="Maison des métiers", reads="200 caractères au plus"),
    Column("address", "Adresse", parsing.text(200), example="12 quai de l’Ourcq", synonyms=("Voie", "Rue"),
           reads="200 caractères au plus"),
    Column("postcode", "Code postal", _completed(rules.parse_postcode, 5), example="93500", synonyms=("CP",),
           reads="5 chiffres ; un zéro initial perdu est remis"),
    Column("town", "Commune", parsing.text(100), example="Pantin", synonyms=("Ville",), reads="100 caractères au plus"),
    Column("teaching", "Modalité", _coded(codes.TEACHING), example="Sur place",
           reads="Sur place, Sur place et à distance, Entièrement à distance ; ou 0, 1, 2"),
    Column("entry", "Entrées", _coded(codes.ENTRY), example="À dates fixes",
           reads="À dates fixes, Entrées permanentes ; ou 0, 1"),
    Column("hours_centre", "Heures en centre", parsing.integer(0, 99999), example="400", reads="un nombre"),
    Column("hours_company", "Heures en entreprise", parsing.integer(0, 99999), example="70", reads="un nombre"),
    Column("hours_remote", "Heures à distance", parsing.integer(0, 99999), example="30", reads="un nombre"),
    Column("funders", "Financeurs", _funders, example="2, 4", synonyms=("Financeur",),
           reads="codes LHÉO de 0 à 17, séparés par des virgules"),
    Column("objective", "Objectif", lambda cell: clean(cell, 3000, multiline=True),
           example="Accompagner une personne à domicile.", reads="3 000 caractères au plus"),
    Column("goal", "Objectif général", _coded(codes.GOALS), example="Certification",
           reads="code LHÉO (2, 4 à 9) ou ses mots"),
    Column("rncp", "RNCP", _certification("RNCP"), example="RNCP37121", reads="RNCP et des chiffres"),
    Column("rs", "RS", _certification("RS"), example="RS6203", reads="RS et des chiffres"),
    Column("formacodes", "Formacode", _several("[0-9]{5}", "Formacode", 5, "44028"), example="44028, 42028",
           synonyms=("Formacodes",), reads="cinq chiffres, cinq codes au plus"),
    Column("romes", "ROME", _several("[A-Z][0-9]{4}", "ROME", 5, "K1302"), example="K1302",
           synonyms=("Codes ROME",), reads="une lettre et quatre chiffres, cinq codes au plus"),
    Column("access", "Accueil des personnes handicapées", parsing.text(250), example="Salles de plain-pied",
           synonyms=("Accès handicapés",), reads="250 caractères au plus"),
    Column(APPRENTICESHIP, "Apprentissage", parsing.choice(YES_NO), example="non",
           reads="oui ou non ; une session en apprentissage n’est pas prise"),
)  # fmt: skip
HEADINGS = tuple(column.heading for column in COLUMNS)


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a file says them: codes in words, lists on one line."""
    words = {"teaching": codes.TEACHING, "entry": codes.ENTRY, "goal": codes.GOALS}
    told = {key: words[key].get(value, "") if key in words else value for key, value in values.items()}
    return {key: ", ".join(value) if isinstance(value, list) else value for key, value in told.items()}
