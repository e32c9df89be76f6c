"""The dated settings of the policy every organisation follows; its own may be stricter."""

from kairos.foundation.dated_settings import DatedSetting, declare

OPERATOR = "Choix de l’opérateur"
INACTIVITY_DAYS = declare(
    DatedSetting(
        "team.inactivity_days", "Accès suspendu quand la personne ne vient plus depuis", 90,
        OPERATOR, unit="jours", minimum=30, maximum=365,
    )
)  # fmt: skip
INACTIVITY_NOTICE_DAYS = declare(
    DatedSetting(
        "team.inactivity_notice_days", "Personne prévenue avant la suspension de son accès inactif", 10,
        OPERATOR, unit="jours", minimum=3, maximum=29,
    )
)  # fmt: skip
LEAST_INACTIVITY_DAYS, LEAST_IDLE_MINUTES, LEAST_SESSION_HOURS = 30, 5, 1
"""The strictest that an organisation may choose: below, nobody could work."""
