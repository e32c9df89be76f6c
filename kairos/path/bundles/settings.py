"""The dated settings of the files made for an inspector."""

from kairos.foundation.dated_settings import DatedSetting, declare

KEPT_DAYS = declare(
    DatedSetting(
        "bundles.kept_days",
        "Un dossier de contrôle reste à télécharger pendant",
        7,
        "Choix de l’opérateur : il se refait à la demande",
        unit="jours",
        minimum=1,
        maximum=90,
    )
)
