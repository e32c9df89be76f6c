"""The dated settings of the posted letters."""

from kairos.foundation.dated_settings import DatedSetting, declare

POSTING_DAYS = declare(
    DatedSetting(
        "letters.working_days",
        "Courriers d’accès postés, après l’acceptation, sous",
        3,
        "Guide d’adhésion de 2017 : 72 heures ouvrées, soit trois jours ouvrés à l’heure près",
        unit="jours ouvrés",
        minimum=1,
        maximum=15,
    )
)


def posting_hours() -> int:
    """The same delay as it is told to people, in working hours."""
    return 24 * POSTING_DAYS.value()
