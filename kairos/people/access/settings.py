"""The dated settings of need-to-know."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur"
AFTER_2025 = "Choix de l’opérateur, après le vol de juillet 2025 (340 000 personnes lues avec un compte)"


def _ceiling(key: str, label: str, first: int) -> DatedSetting:
    return declare(DatedSetting(key, label, first, AFTER_2025, unit="personnes", minimum=10, maximum=100_000))


ACCOUNT_HOUR = _ceiling("people.account_hour", "Personnes différentes lues par un compte en une heure", 200)
ACCOUNT_DAY = _ceiling("people.account_day", "Personnes différentes lues par un compte en un jour", 500)
PLACE_HOUR = _ceiling("people.place_hour", "Personnes différentes lues par un organisme en une heure", 200)
PLACE_DAY = _ceiling("people.place_day", "Personnes différentes lues par un organisme en un jour", 500)
UNPROVED = declare(
    DatedSetting(
        "people.unproved_tries",
        "Lectures tentées au-delà du plafond d’une heure, sans nouvelle preuve, avant l’arrêt",
        3,
        CHOICE,
        unit="essais",
        minimum=1,
        maximum=50,
    )
)
LOOKUP_DAYS = declare(
    DatedSetting(
        "people.lookup_days",
        "Durée de lecture d’un dossier trouvé par son identifiant exact",
        30,
        CHOICE,
        unit="jours",
        minimum=1,
        maximum=90,
    )
)
EMERGENCY_HOURS = declare(
    DatedSetting(
        "people.emergency_hours",
        "Durée d’une ouverture en urgence à l’accueil",
        2,
        CHOICE,
        unit="heures",
        minimum=1,
        maximum=24,
    )
)
COVER_DAYS = declare(
    DatedSetting(
        "people.cover_days",
        "Durée la plus longue d’un remplacement",
        60,
        CHOICE,
        unit="jours",
        minimum=1,
        maximum=365,
    )
)
