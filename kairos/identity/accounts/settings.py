"""The dated settings of accounts and sessions."""

from kairos.foundation.dated_settings import DatedSetting, declare

SESSION_IDLE_MINUTES = declare(
    DatedSetting(
        "session.idle_minutes",
        "Session inactive fermée après",
        30,
        "Choix de l’opérateur, ASVS 5.0 7.3.1",
        unit="minutes",
        minimum=5,
        maximum=120,
    )
)
SESSION_HOURS = declare(
    DatedSetting(
        "session.hours",
        "Durée maximale d’une session",
        10,
        "Choix de l’opérateur, ASVS 5.0 7.3.2",
        unit="heures",
        minimum=1,
        maximum=24,
    )
)
LINK_HOURS = declare(
    DatedSetting(
        "account.link_hours",
        "Validité d’un lien reçu par courriel",
        72,
        "Choix de l’opérateur",
        unit="heures",
        minimum=1,
        maximum=168,
    )
)
INVITATION_HOURS = declare(
    DatedSetting(
        "account.invitation_hours",
        "Validité d’une invitation dans un organisme",
        168,
        "Choix de l’opérateur",
        unit="heures",
        minimum=24,
        maximum=720,
    )
)
RESEND_MINUTES = declare(
    DatedSetting(
        "account.resend_minutes",
        "Délai avant de renvoyer un lien",
        2,
        "Choix de l’opérateur",
        unit="minutes",
        minimum=1,
        maximum=60,
    )
)
LOCK_AFTER = declare(
    DatedSetting(
        "account.lock_after",
        "Échecs avant verrouillage",
        10,
        "CNIL, délibération 2022-100 (mots de passe)",
        unit="échecs",
        minimum=3,
        maximum=10,
    )
)
PROVISIONAL_DAYS = declare(
    DatedSetting(
        "account.provisional_days",
        "Validité du mot de passe provisoire posté",
        30,
        "Choix de l’opérateur",
        unit="jours",
        minimum=5,
        maximum=90,
    )
)

DELAY_AFTER = declare(
    DatedSetting(
        "account.delay_after",
        "Échecs sur un compte avant de faire attendre",
        3,
        "CNIL, délibération 2022-100 (mots de passe)",
        unit="échecs",
        minimum=1,
        maximum=5,
    )
)
NETWORK_DELAY_AFTER = declare(
    DatedSetting(
        "account.network_delay_after",
        "Échecs venus d’un réseau avant de le faire attendre",
        30,
        "Choix de l’opérateur",
        unit="échecs",
        minimum=10,
        maximum=1000,
    )
)
DELAY_MOST = declare(
    DatedSetting(
        "account.delay_most",
        "Attente la plus longue après un échec",
        60,
        "CNIL, délibération 2022-100 (mots de passe)",
        unit="secondes",
        minimum=10,
        maximum=900,
    )
)
FORGOTTEN_HOURS = declare(
    DatedSetting(
        "account.failures_forgotten_hours",
        "Échecs oubliés après",
        24,
        "Choix de l’opérateur",
        unit="heures",
        minimum=1,
        maximum=168,
    )
)
FRESH_MINUTES = declare(
    DatedSetting(
        "session.fresh_minutes",
        "Preuve d’identité demandée de nouveau après",
        15,
        "ASVS 5.0 7.5.1",
        unit="minutes",
        minimum=1,
        maximum=60,
    )
)
SIGN_IN_MINUTES = declare(
    DatedSetting(
        "session.sign_in_minutes",
        "Durée maximale d’une connexion commencée",
        60,
        "Choix de l’opérateur",
        unit="minutes",
        minimum=10,
        maximum=120,
    )
)
CODE_MINUTES = declare(
    DatedSetting(
        "account.mailed_code_minutes",
        "Validité d’un code envoyé par courriel",
        10,
        "ASVS 5.0 6.5.5",
        unit="minutes",
        minimum=3,
        maximum=30,
    )
)
DEVICE_DAYS = declare(
    DatedSetting(
        "account.known_device_days",
        "Appareil reconnu sans nouveau code (demandeurs d’emploi)",
        90,
        "Choix de l’opérateur",
        unit="jours",
        minimum=0,
        maximum=365,
    )
)
NETWORK_MINUTES = declare(
    DatedSetting(
        "session.network_minutes",
        "Sur un autre réseau, preuve redemandée si la dernière date de plus de (0 : jamais pour cela seul)",
        60,
        "Choix de l’opérateur, ASVS 5.0 7.1.1",
        unit="minutes",
        minimum=0,
        maximum=600,
    )
)
