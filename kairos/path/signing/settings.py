"""The dated settings of émargement."""

from kairos.foundation.dated_settings import DatedSetting, declare

LATE_MINUTES = declare(
    DatedSetting(
        "signing.late_minutes",
        "Une signature est en retard, après l’ouverture de la feuille, au bout de",
        15,
        "Choix de l’opérateur",
        unit="minutes",
        minimum=1,
        maximum=120,
    )
)
PAPER_DAYS = declare(
    DatedSetting(
        "signing.paper_days",
        "Une demi-journée passée s’émarge encore, sur papier ou à l’écran, pendant",
        7,
        "Choix de l’opérateur",
        unit="jours",
        minimum=0,
        maximum=31,
    )
)
