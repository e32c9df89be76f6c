"""What one line of each public list says, and how its columns are named and read."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Provider(NamedTuple):
    """A line of the State's list of training providers. None: the file does not say."""

    nda: str
    previous_ndas: list[str]
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


class Establishment(NamedTuple):
    """A line of SIRENE StockEtablissement. `name` is the shop sign or the usual name, often empty."""

    siret: str
    siren: str
    name: str
    street: str
    complement: str
    postcode: str
    town: str
    head_office: bool
    active: bool
    opened_on: date | None
    closed_on: date | None


class LegalUnit(NamedTuple):
    """A line of SIRENE StockUniteLegale. `name` is empty when its owner refused its publication."""

    siren: str
    name: str
    active: bool
    sole_trader: bool


Record = Provider | Establishment | LegalUnit


class BadRecord(ValueError):
    """Why a line is left out, in French."""


class Kind(StrEnum):
    """What a file lists. The value is what the command line and the database say."""

    PROVIDERS = "providers"
    ESTABLISHMENTS = "establishments"
    LEGAL_UNITS = "legal_units"

    @property
    def label(self) -> str:
        return FORMATS[self].label


class Column(NamedTuple):
    """`name` is the technical name, `label` the one the portal writes instead when asked for labels."""

    name: str
    label: str = ""
    needed: bool = False


class Format(NamedTuple):
    """`build` takes the values of `columns`, in this order; a column the file lacks is an empty value."""

    label: str
    columns: tuple[Column, ...]
    build: Callable[..., Record]

    @property
    def needed(self) -> list[Column]:
        return [column for column in self.columns if column.needed]


_BOOLEANS = {"true": True, "false": False, "": None}
#: SIRENE writes this where the person refused publication (code de commerce art. A. 123-96).
_NOT_PUBLISHED = "[ND]"


def _number(value: str, length: int, name: str) -> str:
    if len(value) == length and value.isascii() and value.isdigit():
        return value
    hint = "\u00a0: un tableur a sans doute retiré les zéros de tête" if value.isdigit() and len(value) < length else ""
    raise BadRecord(f"{name} «\u00a0{value[:40]}\u00a0» n’a pas {length} chiffres{hint}.")


def _siret(value: str, siren: str) -> str:
    siret = _number(value, 14, "Le SIRET")
    if not siret.startswith(siren):
        raise BadRecord(f"Le SIRET {siret} n’appartient pas au SIREN {siren}.")
    return siret


def _boolean(value: str) -> bool | None:
    try:
        return _BOOLEANS[value.lower()]
    except KeyError:
        raise BadRecord(f"«\u00a0{value[:40]}\u00a0» n’est ni «\u00a0true\u00a0» ni «\u00a0false\u00a0».") from None


def _date(value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise BadRecord(f"«\u00a0{value[:40]}\u00a0» n’est pas une date AAAA-MM-JJ.") from None


def _provider(
    nda: str,
    previous: str,
    name: str,
    siren: str,
    siret: str,
    street: str,
    postcode: str,
    town: str,
    *more: str,
) -> Provider:
    *qualiopi, declared = more
    siren = _number(siren, 9, "Le SIREN")
    return Provider(
        _number(nda, 11, "Le numéro de déclaration d’activité"),
        [old for old in previous.replace(",", " ").replace("/", " ").split() if len(old) == 11],
        name.strip(),
        siren,
        _siret(siret, siren) if siret else "",
        street.strip(),
        postcode.zfill(5) if postcode.isdigit() else postcode,  # the portal types it as an integer: 1000 is 01000
        town.strip(),
        *map(_boolean, qualiopi),
        _date(declared),
    )


def _establishment(*values: str) -> Establishment:
    if _NOT_PUBLISHED in values:
        values = tuple("" if value == _NOT_PUBLISHED else value for value in values)
    siret, siren, sign, usual_name, number, repeat, kind, street, complement, box, *rest = values
    postcode, town, town_abroad, country, head_office, state, opened, since = rest
    closed = _closed(state, "F")
    return Establishment(
        _siret(siret, _number(siren, 9, "Le SIREN")),
        siren,
        sign or usual_name,
        _joined(number + repeat, STREET_KINDS.get(kind, kind), street),
        _joined(complement, box),
        postcode,
        town or _joined(town_abroad, country),
        bool(_boolean(head_office)),
        not closed,
        _date(opened),
        _date(since) if closed else None,
    )


def _legal_unit(siren: str, state: str, category: str, name: str, *person: str) -> LegalUnit:
    last_name, used_last_name, first_name, used_first_name = (p if p != _NOT_PUBLISHED else "" for p in person)
    sole_trader = category.startswith("1") or bool(not name and last_name)
    own_name = _joined(used_first_name or first_name, used_last_name or last_name)
    company = "" if name == _NOT_PUBLISHED else name
    return LegalUnit(_number(siren, 9, "Le SIREN"), company or own_name, not _closed(state, "C"), sole_trader)


def _closed(state: str, letter: str) -> bool:
    if state not in ("A", letter):
        raise BadRecord(f"L’état administratif «\u00a0{state[:40]}\u00a0» n’est ni A ni {letter}.")
    return state == letter


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


#: Abbreviated kinds of street. Source: INSEE, documentation du fichier StockEtablissement.
STREET_KINDS = {
    "ALL": "ALLEE",
    "AV": "AVENUE",
    "BD": "BOULEVARD",
    "CAR": "CARREFOUR",
    "CHE": "CHEMIN",
    "CHS": "CHAUSSEE",
    "COR": "CORNICHE",
    "CRS": "COURS",
    "DOM": "DOMAINE",
    "DSC": "DESCENTE",
    "ECA": "ECART",
    "ESP": "ESPLANADE",
    "FG": "FAUBOURG",
    "GR": "GRANDE RUE",
    "HAM": "HAMEAU",
    "HLE": "HALLE",
    "IMP": "IMPASSE",
    "LD": "LIEU DIT",
    "LOT": "LOTISSEMENT",
    "MAR": "MARCHE",
    "MTE": "MONTEE",
    "PAS": "PASSAGE",
    "PL": "PLACE",
    "PLN": "PLAINE",
    "PLT": "PLATEAU",
    "PRO": "PROMENADE",
    "PRV": "PARVIS",
    "QUA": "QUARTIER",
    "RES": "RESIDENCE",
    "RLE": "RUELLE",
    "ROC": "ROCADE",
    "RPT": "ROND-POINT",
    "RTE": "ROUTE",
    "SEN": "SENTE",
    "SQ": "SQUARE",
    "TPL": "TERRE-PLEIN",
    "TRA": "TRAVERSE",
    "VLA": "VILLA",
    "VLGE": "VILLAGE",
}

FORMATS = {
    Kind.PROVIDERS: Format(
        "Liste publique des organismes de formation",
        (
            Column("numerodeclarationactivite", "Numéro Déclaration Activité", needed=True),
            Column("numerosdeclarationactiviteprecedent", "Numéro Déclaration Activité Précédent"),
            Column("denomination", needed=True),
            Column("siren", "Code SIREN", needed=True),
            Column("siretetablissementdeclarant", "Siret Etablissement Déclarant", needed=True),
            Column("adressephysiqueorganismeformation_voie", "Adresse Organisme de Formation"),
            Column("adressephysiqueorganismeformation_codepostal", "Code Postal Organisme de Formation"),
            Column("adressephysiqueorganismeformation_ville", "Ville Organisme de Formation"),
            Column("certifications_actionsdeformation", "Actions de formations"),
            Column("certifications_bilansdecompetences", "Bilans de compétences"),
            Column("certifications_vae", "VAE"),
            Column("certifications_actionsdeformationparapprentissage", "Actions de formations par apprentissage"),
            Column("informationsdeclarees_datedernieredeclaration", "Date dernière déclaration"),
        ),
        _provider,
    ),
    Kind.ESTABLISHMENTS: Format(
        "SIRENE, StockEtablissement",
        (
            Column("siret", needed=True),
            Column("siren", needed=True),
            Column("enseigne1Etablissement"),
            Column("denominationUsuelleEtablissement"),
            Column("numeroVoieEtablissement"),
            Column("indiceRepetitionEtablissement"),
            Column("typeVoieEtablissement"),
            Column("libelleVoieEtablissement", needed=True),
            Column("complementAdresseEtablissement"),
            Column("distributionSpecialeEtablissement"),
            Column("codePostalEtablissement", needed=True),
            Column("libelleCommuneEtablissement", needed=True),
            Column("libelleCommuneEtrangerEtablissement"),
            Column("libellePaysEtrangerEtablissement"),
            Column("etablissementSiege"),
            Column("etatAdministratifEtablissement", needed=True),
            Column("dateCreationEtablissement"),
            Column("dateDebut"),
        ),
        _establishment,
    ),
    Kind.LEGAL_UNITS: Format(
        "SIRENE, StockUniteLegale",
        (
            Column("siren", needed=True),
            Column("etatAdministratifUniteLegale", needed=True),
            Column("categorieJuridiqueUniteLegale"),
            Column("denominationUniteLegale", needed=True),
            Column("nomUniteLegale"),
            Column("nomUsageUniteLegale"),
            Column("prenom1UniteLegale"),
            Column("prenomUsuelUniteLegale"),
        ),
        _legal_unit,
    ),
}
