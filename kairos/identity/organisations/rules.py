"""What French identifiers of an organisation must look like, said precisely when they do not."""

import re
from dataclasses import dataclass

from stdnum.exceptions import InvalidChecksum
from stdnum.fr import siren, siret

from kairos.foundation.working_days import place_of

#: Spaces of every width, dots, dashes, slashes: people group figures as on the paper they copy.
_GROUPING = re.compile("[\\s.\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff/_-]+")


class Invalid(ValueError):
    """A value that cannot be right. `message` is the French sentence to show beside its field."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def parse_siret(raw: str) -> str:
    """The 14 digits of a SIRET typed by hand. Raises `Invalid`.

    Key: Luhn on the SIREN (9 digits) and on the whole; for La Poste (SIREN 356000000) the sum of the digits
    of an establishment is a multiple of 5, its head office alone following Luhn. Source: INSEE.
    """
    number = _digits(raw, "Le SIRET", 14)
    try:
        return siret.validate(number)
    except InvalidChecksum:
        where = "dans les 5 derniers" if siren.is_valid(siren_of(number)) else "dans les 9 premiers"
        raise Invalid(
            f"Ce SIRET n’existe pas\u00a0: sa clé ne correspond pas. Un chiffre est sans doute faux, {where}."
        ) from None


def siren_of(siret: str) -> str:
    return siret[:9]


def format_siren(siren: str) -> str:
    return "\u00a0".join((siren[:3], siren[3:6], siren[6:9]))


def format_siret(siret: str) -> str:
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def parse_nda(raw: str) -> str:
    """The 11 digits of an activity declaration number (NDA, art. L. 6351-1). Raises `Invalid`.

    No key is known: whether it exists is asked of the State's public list.
    """
    return _digits(raw, "Le numéro de déclaration d’activité", 11)


def format_nda(nda: str) -> str:
    return "\u00a0".join((nda[:2], nda[2:4], nda[4:9], nda[9:]))


def _digits(raw: str, name: str, length: int) -> str:
    number = _GROUPING.sub("", raw)
    if not number:
        raise Invalid(f"{name} manque. Il compte {length} chiffres.")
    if wrong := re.search("[^0-9]", number):
        raise Invalid(f"{name} ne compte que des chiffres. Corrigez «\u00a0{wrong[0]}\u00a0».")
    if len(number) != length:
        hint = _OTHER_NUMBERS.get(len(number), ".")
        raise Invalid(f"{name} compte {length} chiffres. Vous en avez écrit {len(number)}{hint}")
    return number


#: What a number of the wrong length most likely is.
_OTHER_NUMBERS = {
    9: "\u00a0: c’est sans doute le SIREN, sans les 5 chiffres de l’établissement.",
    11: "\u00a0: c’est sans doute le numéro de déclaration d’activité.",
    14: "\u00a0: c’est sans doute le SIRET.",
}

#: Country code → beginnings of national numbers, overseas. Source: ARCEP, plan national de numérotation.
_OVERSEAS_PHONES = {
    "590": ("0590", "0690", "0691"),
    "594": ("0594", "0694"),
    "596": ("0596", "0696", "0697"),
    "262": ("0262", "0263", "0269", "0639", "0692", "0693"),
    "508": ("0508", "0708"),
}
_CODE_OF_PREFIX = {prefix: code for code, prefixes in _OVERSEAS_PHONES.items() for prefix in prefixes}


def parse_phone(raw: str) -> str:
    """A telephone number as `+` and figures (E.164): `01 99 00 45 10` → `+33199004510`. Raises `Invalid`.

    A national number takes the country code of its département: 0590… → +590590…, 0692… → +262692….
    """
    number = re.sub("[()]", "", _GROUPING.sub("", raw).replace("(0)", ""))
    number = re.sub("^00", "+", number)
    if not number:
        raise Invalid("Le numéro de téléphone manque.")
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise Invalid("Un numéro de téléphone ne compte que des chiffres, avec «\u00a0+\u00a0» devant l’indicatif.")
    if number.startswith("+"):
        return _international(number)
    if not re.fullmatch("0[1-9][0-9]{8}", number):
        raise Invalid(
            f"Un numéro français compte 10 chiffres et commence par 0. Vous en avez écrit {len(number)}. "
            "Pour un autre pays, commencez par «\u00a0+\u00a0» et l’indicatif."
        )
    return f"+{_CODE_OF_PREFIX.get(number[:4], '33')}{number[1:]}"


def _international(number: str) -> str:
    code = number[1:3] if number.startswith("+33") else number[1:4]
    if code == "33" or code in _OVERSEAS_PHONES:
        national = number[1 + len(code) :]
        if not re.fullmatch("[1-9][0-9]{8}", national):
            raise Invalid(f"Après +{code}, écrivez 9 chiffres, sans le 0 du début.")
        return parse_phone(f"0{national}")
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        raise Invalid("Un numéro international compte 7 à 15 chiffres après «\u00a0+\u00a0», indicatif compris.")
    return number


def format_phone(phone: str) -> str:
    """A stored number as people write it in France: `+33199004510` → `01 99 00 45 10`."""
    code = phone[1:3] if phone.startswith("+33") else phone[1:4]
    if code != "33" and code not in _OVERSEAS_PHONES:
        return phone
    national = f"0{phone[1 + len(code) :]}"
    return "\u00a0".join(national[at : at + 2] for at in range(0, 10, 2))


@dataclass(frozen=True, slots=True)
class Region:
    """A French region or overseas collectivity. `code` is INSEE's."""

    code: str
    name: str


#: INSEE code → name, départements. Source: INSEE, code officiel géographique 2026.
_REGIONS = {
    "11": ("Île-de-France", "75 77 78 91 92 93 94 95"),
    "24": ("Centre-Val de Loire", "18 28 36 37 41 45"),
    "27": ("Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    "28": ("Normandie", "14 27 50 61 76"),
    "32": ("Hauts-de-France", "02 59 60 62 80"),
    "44": ("Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    "52": ("Pays de la Loire", "44 49 53 72 85"),
    "53": ("Bretagne", "22 29 35 56"),
    "75": ("Nouvelle-Aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    "76": ("Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    "84": ("Auvergne-Rhône-Alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    "93": ("Provence-Alpes-Côte d’Azur", "04 05 06 13 83 84"),
    "94": ("Corse", "20 2A 2B"),
    "01": ("Guadeloupe", "971"),
    "02": ("Martinique", "972"),
    "03": ("Guyane", "973"),
    "04": ("La Réunion", "974"),
    "06": ("Mayotte", "976"),
    "975": ("Saint-Pierre-et-Miquelon", "975"),
    "977": ("Saint-Barthélemy", "97133 977"),
    "978": ("Saint-Martin", "97150 978"),
    "984": ("Terres australes et antarctiques françaises", "984"),
    "986": ("Wallis-et-Futuna", "986"),
    "987": ("Polynésie française", "987"),
    "988": ("Nouvelle-Calédonie", "988"),
}
_REGION_OF_PREFIX = {
    prefix: Region(code, name) for code, (name, prefixes) in _REGIONS.items() for prefix in prefixes.split()
}
REGIONS = tuple(Region(code, name) for code, (name, _) in _REGIONS.items())


def region_of(code: str) -> Region:
    """The region of a postcode or of an INSEE commune code (`2A004`). Raises `Invalid` when none has it.

    A handful of communes carry the postcode of the neighbouring département; the commune code is exact.
    """
    for length in (5, 3, 2):
        if region := _REGION_OF_PREFIX.get(code[:length].upper()):
            return region
    raise Invalid(f"Aucun département ne correspond à «\u00a0{code}\u00a0».")


def parse_postcode(raw: str) -> str:
    """The 5 digits of a French postcode, overseas and CEDEX included. Raises `Invalid`."""
    postcode = _GROUPING.sub("", raw)
    if not re.fullmatch("[0-9]{5}", postcode):
        raise Invalid("Un code postal compte 5 chiffres, par exemple 93500.")
    region_of(postcode)
    return postcode


def timezone_of(postcode: str) -> str:
    """IANA time zone of the establishment, `Europe/Paris` in mainland France."""
    return place_of(postcode).timezone


#: Beginnings of addresses that several people read.
_SHARED_MAILBOX = re.compile(
    "accueil|admin|administratif|administration|assistance|bonjour|commercial|compta|comptabilite|contact|direction|"
    "equipe|facturation|formations?|gestion|hello|infos?|mail|qualite|secretariat|service|support|webmaster"
)


def is_shared_mailbox(email: str) -> bool:
    """Whether an address names a desk rather than a person: contact@…, info-lyon@…, secretariat.pantin@…"""
    first_word = re.split("[^a-z]", email.lower().partition("@")[0])[0]
    return bool(_SHARED_MAILBOX.fullmatch(first_word))
