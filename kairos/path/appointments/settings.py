"""The dated settings of appointments."""

from kairos.foundation.dated_settings import DatedSetting, declare

FIRST_REMINDER = declare(
    DatedSetting(
        "appointments.first_reminder",
        "Premier rappel d’un rendez-vous, avant son début",
        48,
        "Choix de l’opérateur",
        unit="heures",
        minimum=3,
        maximum=240,
    )
)
TO_BRING = declare(
    DatedSetting(
        "appointments.to_bring",
        "À apporter à un rendez-vous sur place, dit dans sa convocation",
        ("Cette convocation, sur papier ou sur votre téléphone", "Une pièce d’identité"),
        "Choix de l’opérateur",
        kind="lines",
    )
)
LAST_REMINDER = declare(
    DatedSetting(
        "appointments.last_reminder",
        "Dernier rappel d’un rendez-vous, avant son début",
        2,
        "Choix de l’opérateur",
        unit="heures",
        minimum=1,
        maximum=24,
    )
)
