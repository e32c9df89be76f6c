"""From when an adviser's attention is called to somebody in training."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur : aucun seuil n’est publié"

PAUSE_DAYS = declare(
    DatedSetting(
        "following.pause_days",
        "Interruption signalée au conseiller quand elle dure plus de",
        30,
        CHOICE,
        unit="jours",
        minimum=1,
        maximum=365,
    )
)
ABSENCES = declare(
    DatedSetting(
        "following.absences",
        "Absences non justifiées signalées au conseiller, en trente jours, à partir de",
        4,
        CHOICE,
        unit="demi-journées",
        minimum=1,
        maximum=60,
    )
)
