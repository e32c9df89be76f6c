"""The dated settings of imports."""

from kairos.foundation.dated_settings import DatedSetting, declare

LARGEST = declare(
    DatedSetting(
        "imports.largest",
        "Taille d’un fichier de lignes (CSV, XLSX), au plus",
        20,
        "Choix de l’opérateur",
        unit="Mo",
        minimum=1,
        maximum=50,
    )
)
KEPT_DAYS = declare(
    DatedSetting(
        "imports.kept_days",
        "Fichier de lignes pris ou refusé, effacé après",
        30,
        "Choix de l’opérateur",
        unit="jours",
        minimum=1,
        maximum=365,
    )
)
WAITING_DAYS = declare(
    DatedSetting(
        "imports.waiting_days",
        "Fichier de lignes envoyé et jamais pris, abandonné après",
        7,
        "Choix de l’opérateur",
        unit="jours",
        minimum=1,
        maximum=90,
    )
)
MEGA = 1_000_000
