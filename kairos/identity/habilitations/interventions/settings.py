"""The dated settings of staff sessions."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur"
MINUTES = declare(
    DatedSetting(
        "operator.intervention_minutes",
        "Durée d’une intervention sur des données de stagiaires",
        60,
        CHOICE,
        unit="minutes",
        minimum=10,
        maximum=240,
    )
)
MOTIVES = declare(
    DatedSetting(
        "operator.intervention_motives",
        "Motifs d’une intervention",
        (
            "Demande de l’organisme",
            "Demande d’un stagiaire sur ses données",
            "Incident technique",
            "Contrôle ou réclamation",
        ),
        CHOICE,
        kind="lines",
    )
)
MANY = declare(
    DatedSetting(
        "operator.intervention_alert",
        "Interventions d’un agent en sept jours, avant d’en prévenir les superviseurs",
        10,
        CHOICE,
        unit="interventions",
        minimum=2,
        maximum=100,
    )
)
DAYS = 7
"""Those that `MANY` counts."""
