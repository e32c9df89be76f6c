"""The dated settings of completion."""

from kairos.foundation.dated_settings import DatedSetting, declare

REVIEW_DAYS = declare(
    DatedSetting(
        "completion.review_days",
        "Un bilan est attendu après la sortie de formation, sous",
        30,
        "Choix de l’opérateur : aucun délai n’est publié",
        unit="jours",
        minimum=1,
        maximum=180,
    )
)
