"""The dated settings of conversations."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur"

AFTER_DAYS = declare(
    DatedSetting(
        "threads.after_days",
        "La personne et l’organisme s’écrivent encore, après la sortie de formation, pendant",
        30,
        CHOICE,
        unit="jours",
        minimum=0,
        maximum=365,
    )
)
PER_DAY = declare(
    DatedSetting(
        "threads.per_day",
        "Conversations différentes dans lesquelles un compte écrit en un jour, au plus",
        50,
        "Choix de l’opérateur : un compte volé n’écrit pas à tout le monde",
        unit="conversations",
        minimum=5,
        maximum=1000,
    )
)
MESSAGES_PER_DAY = declare(
    DatedSetting(
        "threads.messages_per_day",
        "Messages qu’un compte envoie en un jour, au plus",
        200,
        CHOICE,
        unit="messages",
        minimum=10,
        maximum=5000,
    )
)
