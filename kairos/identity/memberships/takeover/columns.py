"""What a file of existing members says."""

from collections.abc import Callable, Mapping
from typing import Any

from kairos.foundation.imports import parsing
from kairos.foundation.imports.columns import Column
from kairos.identity.organisations import rules


def _completed(parse: Callable[[str], str], length: int) -> Callable[[str], str]:
    """A spreadsheet takes a leading zero away: 1000 is 01000."""
    return lambda cell: parse(cell.zfill(length) if cell.isdigit() and len(cell) == length - 1 else cell)


CIVILITIES = {"Madame": "mme", "Monsieur": "m", "Mme": "mme", "M.": "m", "Mr": "m"}
RGC = "du RGC"

COLUMNS = (
    Column("siret", "SIRET", _completed(rules.parse_siret, 14), required=True, example="99900101900010",
           synonyms=("N° SIRET", "Numéro SIRET", "SIRET de l’établissement"), reads="14 chiffres, clé vérifiée"),
    Column("nda", "Numéro de déclaration d’activité", _completed(rules.parse_nda, 11), required=True,
           example="11930000001", synonyms=("NDA", "N° NDA", "N° de déclaration d’activité", "Numéro d’activité"),
           reads="11 chiffres"),
    Column("name", "Nom de l’organisme", parsing.text(200), required=True, example="Les Ateliers du Canal",
           synonyms=("Raison sociale", "Dénomination", "Organisme"), reads="200 caractères au plus"),
    Column("address", "Adresse", parsing.text(200), required=True, example="12 quai de l’Ourcq",
           synonyms=("Adresse 1", "Voie", "Rue"), reads="200 caractères au plus"),
    Column("address_more", "Complément d’adresse", parsing.text(200), example="Bâtiment C",
           synonyms=("Adresse 2", "Complément"), reads="200 caractères au plus"),
    Column("postcode", "Code postal", _completed(rules.parse_postcode, 5), required=True, example="93500",
           synonyms=("CP",), reads="5 chiffres ; un zéro initial perdu est remis"),
    Column("town", "Commune", parsing.text(100), required=True, example="Pantin", synonyms=("Ville", "Localité"),
           reads="100 caractères au plus"),
    Column("phone", "Téléphone", _completed(rules.parse_phone, 10), example="0199004510",
           synonyms=("Tél", "Téléphone de l’organisme"), reads="10 chiffres, ou + et l’indicatif"),
    Column("email", "Courriel de l’organisme", parsing.email, example="contact@ateliers.example",
           synonyms=("Courriel", "E-mail", "Mail", "Adresse électronique"), reads="une adresse"),
    Column("website", "Site internet", parsing.text(200), example="https://ateliers.example", synonyms=("Site", "Web"),
           reads="200 caractères au plus"),
    Column("manager_civility", f"Civilité {RGC}", parsing.choice(CIVILITIES), example="Madame",
           synonyms=("Civilité",), reads="Madame ou Monsieur"),
    Column("manager_first_name", f"Prénom {RGC}", parsing.text(80), required=True, example="Solène",
           synonyms=("Prénom", "RGC prénom"), reads="80 caractères au plus"),
    Column("manager_last_name", f"Nom {RGC}", parsing.text(80), required=True, example="Le Goff",
           synonyms=("RGC nom",), reads="80 caractères au plus"),
    Column("manager_title", f"Fonction {RGC}", parsing.text(120), example="Directrice",
           synonyms=("Fonction", "RGC fonction"), reads="120 caractères au plus"),
    Column("manager_email", f"Courriel {RGC}", parsing.email, required=True, example="solene.legoff@ateliers.example",
           synonyms=(f"E-mail {RGC}", f"Mail {RGC}", "RGC courriel", "RGC e-mail"), reads="une adresse"),
    Column("manager_phone", f"Téléphone {RGC}", _completed(rules.parse_phone, 10), example="0199004511",
           synonyms=(f"Tél {RGC}", "RGC téléphone"), reads="10 chiffres, ou + et l’indicatif"),
    Column("number", "Numéro d’adhésion", parsing.text(16), example="2024-0042",
           synonyms=("N° d’adhésion", "Numéro adhérent"), reads="16 caractères au plus ; vide : Kairos en donne un"),
    Column("starts_on", "Début de l’adhésion", parsing.day, required=True, example="03/09/2024",
           synonyms=("Date d’adhésion", "Adhésion du"), reads="une date passée"),
    Column("ends_on", "Fin de l’adhésion", parsing.day, example="02/09/2027",
           synonyms=("Date de fin", "Adhésion jusqu’au", "Échéance"),
           reads="dernier jour compris ; vide : calculée d’après la durée réglée"),
)  # fmt: skip


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a file says them: the civility in a word."""
    words = {"mme": "Madame", "m": "Monsieur"}
    return {**row, "manager_civility": words.get(row["manager_civility"], "")}
