"""The dated settings of verifications."""

from kairos.foundation.dated_settings import DatedSetting, declare

MINUTES = declare(
    DatedSetting(
        "journal.check_minutes",
        "Temps entre deux vérifications du journal, au moins",
        30,
        "Choix de l’opérateur",
        unit="minutes",
        minimum=1,
        maximum=1440,
    )
)
