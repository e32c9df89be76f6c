"""The dated settings of quality."""

from kairos.foundation.dated_settings import DatedSetting, declare

CHOICE = "Choix de l’opérateur"

DECISION_DAYS = declare(
    DatedSetting(
        "quality.decision_days",
        "Décision sur une demande qualité, sous",
        10,
        "Engagement de l’opérateur envers les organismes",
        unit="jours ouvrés",
        minimum=1,
        maximum=60,
    )
)
DAYS_LEFT_AFTER_COMPLEMENT = declare(
    DatedSetting(
        "quality.days_left_after_complement",
        "Temps laissé à l’instruction d’une demande qualité, au moins, quand un complément arrive",
        3,
        CHOICE,
        unit="jours ouvrés",
        minimum=1,
        maximum=30,
    )
)
CERTIFICATE_YEARS = declare(
    DatedSetting(
        "quality.certificate_years",
        "Durée habituelle d’un certificat Qualiopi",
        3,
        "Certification Qualiopi : certificat de trois ans",
        unit="ans",
        minimum=1,
        maximum=10,
    )
)
AUDIT_FROM_MONTH = declare(
    DatedSetting(
        "quality.audit_from_month",
        "Audit de surveillance Qualiopi, à partir de",
        14,
        "Certification Qualiopi : entre le 14e et le 22e mois",
        unit="mois",
        minimum=1,
        maximum=60,
    )
)
AUDIT_TO_MONTH = declare(
    DatedSetting(
        "quality.audit_to_month",
        "Audit de surveillance Qualiopi, au plus tard",
        22,
        "Certification Qualiopi : entre le 14e et le 22e mois",
        unit="mois",
        minimum=1,
        maximum=60,
    )
)
WARNING_DAYS = declare(
    DatedSetting(
        "quality.warning_days",
        "Un certificat qualité est signalé comme bientôt expiré, dans les derniers",
        60,
        CHOICE,
        unit="jours",
        minimum=0,
        maximum=365,
    )
)
FIRST_REMINDER = declare(
    DatedSetting(
        "quality.first_reminder",
        "Premier rappel avant la fin d’un certificat qualité",
        90,
        CHOICE,
        unit="jours avant",
        minimum=1,
        maximum=365,
    )
)
SECOND_REMINDER = declare(
    DatedSetting(
        "quality.second_reminder",
        "Deuxième rappel avant la fin d’un certificat qualité",
        30,
        CHOICE,
        unit="jours avant",
        minimum=1,
        maximum=365,
    )
)
LAST_REMINDER = declare(
    DatedSetting(
        "quality.last_reminder",
        "Dernier rappel avant la fin d’un certificat qualité",
        7,
        CHOICE,
        unit="jours avant",
        minimum=1,
        maximum=365,
    )
)
UNFINISHED_DAYS = declare(
    DatedSetting(
        "quality.unfinished_days",
        "Rappel d’une demande qualité laissée en attente par l’organisme, après",
        7,
        CHOICE,
        unit="jours",
        minimum=1,
        maximum=60,
    )
)
UNFINISHED_REMINDERS = declare(
    DatedSetting(
        "quality.unfinished_reminders",
        "Rappels d’une même demande qualité en attente, au plus",
        2,
        CHOICE,
        unit="rappels",
        minimum=0,
        maximum=5,
    )
)
MOST_DOCUMENTS = declare(
    DatedSetting(
        "quality.most_documents",
        "Documents joints à une demande qualité, au plus",
        12,
        CHOICE,
        unit="documents",
        minimum=1,
        maximum=50,
    )
)
REFUSAL_MOTIVES = declare(
    DatedSetting(
        "quality.refusal_motives",
        "Motifs proposés pour refuser une demande qualité",
        (
            "Certificat expiré",
            "Certificat d’une autre entreprise",
            "Certificat inconnu du certificateur",
            "Complément demandé non fourni",
        ),
        CHOICE,
        kind="lines",
    )
)


def reminder_days() -> tuple[int, ...]:
    """How long before the end of a certificate its provider is reminded, the earliest first."""
    return tuple(sorted({one.value() for one in (FIRST_REMINDER, SECOND_REMINDER, LAST_REMINDER)}, reverse=True))
