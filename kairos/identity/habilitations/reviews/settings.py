"""The dated settings of access reviews."""

from kairos.foundation.dated_settings import DatedSetting, declare

OPERATOR = "Choix de l’opérateur"
PERIOD_MONTHS = declare(
    DatedSetting(
        "reviews.period_months", "Revue des accès d’un organisme, tous les", 6,
        "Choix de l’opérateur ; la CNIL recommande au moins une revue par an (guide de la sécurité des données "
        "personnelles, gérer les habilitations)",
        unit="mois", minimum=1, maximum=12,
    )
)  # fmt: skip
DUE_DAYS = declare(
    DatedSetting(
        "reviews.due_days", "Revue des accès signée, sous", 30, OPERATOR, unit="jours", minimum=7, maximum=90,
    )
)  # fmt: skip
UNUSED_DAYS = declare(
    DatedSetting(
        "reviews.unused_days", "Un droit ou un accès est dit « sans usage récent » après", 90,
        OPERATOR, unit="jours", minimum=15, maximum=365,
    )
)  # fmt: skip
CALL_DAYS = declare(
    DatedSetting(
        "reviews.call_days", "Organisme rappelé quand son seul RGC n’a pas répondu à une revue, sous", 10,
        OPERATOR, unit="jours", minimum=1, maximum=60,
    )
)  # fmt: skip
