"""The dated settings of helping somebody."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur"
CODE_MINUTES = declare(
    DatedSetting(
        "operator.help_code_minutes", "Durée de validité du code qu’une personne donne pour être aidée", 15,
        CHOICE, unit="minutes", minimum=5, maximum=60,
    )
)  # fmt: skip
MINUTES = declare(
    DatedSetting(
        "operator.help_minutes", "Durée d’une aide, dans l’espace de la personne aidée", 30,
        CHOICE, unit="minutes", minimum=10, maximum=120,
    )
)  # fmt: skip
