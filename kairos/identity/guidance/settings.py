"""The dated settings of what organisations write for their people."""

from kairos.foundation.dated_settings import DatedSetting, declare

OPERATOR = "Choix de l’opérateur"
NOTE_MONTHS = declare(
    DatedSetting(
        "guidance.note_months", "Note de sensibilisation publiée de nouveau par chaque organisme, tous les", 12,
        OPERATOR, unit="mois", minimum=3, maximum=36,
    )
)  # fmt: skip
NOTE_DAYS = declare(
    DatedSetting(
        "guidance.note_days", "Note de sensibilisation lue par chaque personne, sous", 15,
        OPERATOR, unit="jours", minimum=3, maximum=60,
    )
)  # fmt: skip
REMINDER_DAYS = declare(
    DatedSetting(
        "guidance.reminder_days", "Personne qui n’a pas lu la note de sensibilisation relancée tous les", 7,
        OPERATOR, unit="jours", minimum=2, maximum=30,
    )
)  # fmt: skip
MESSAGES_A_DAY = declare(
    DatedSetting(
        "guidance.messages_a_day", "Messages qu’un organisme écrit à son équipe, au plus par jour", 5,
        OPERATOR, unit="messages", minimum=1, maximum=50,
    )
)  # fmt: skip
MOST_REMINDERS = 3
"""By themselves, for one note; an account manager may send others."""
