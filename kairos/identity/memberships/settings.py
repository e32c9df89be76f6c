"""The dated settings of applications and memberships."""

from kairos.foundation.dated_settings import DatedSetting, declare

DECISION_DAYS = declare(
    DatedSetting(
        "membership.decision_days",
        "Décision sur une demande d’adhésion, sous",
        10,
        "Engagement de l’opérateur envers les organismes",
        unit="jours ouvrés",
        minimum=1,
        maximum=60,
    )
)
DAYS_LEFT_AFTER_COMPLEMENT = declare(
    DatedSetting(
        "membership.days_left_after_complement",
        "Temps laissé à l’instruction, au moins, quand un complément arrive",
        3,
        "Choix de l’opérateur",
        unit="jours ouvrés",
        minimum=1,
        maximum=30,
    )
)
TERM_YEARS = declare(
    DatedSetting(
        "membership.term_years",
        "Durée d’une adhésion",
        3,
        "Conditions générales d’utilisation, article 11",
        unit="ans",
        minimum=1,
        maximum=10,
    )
)
REMINDER_DAYS = declare(
    DatedSetting(
        "membership.reminder_days",
        "Rappel d’une demande laissée en attente par l’organisme, après",
        7,
        "Choix de l’opérateur",
        unit="jours",
        minimum=1,
        maximum=60,
    )
)
REMINDERS = declare(
    DatedSetting(
        "membership.reminders",
        "Rappels d’une même demande en attente, au plus",
        2,
        "Choix de l’opérateur",
        unit="rappels",
        minimum=0,
        maximum=5,
    )
)
CHANGE_DAYS = declare(
    DatedSetting(
        "membership.change_days",
        "Décision sur un changement de responsable, de dirigeant, de courriel ou d’adresse, sous",
        5,
        "Choix de l’opérateur",
        unit="jours ouvrés",
        minimum=1,
        maximum=60,
    )
)
REFUSAL_MOTIVES = declare(
    DatedSetting(
        "membership.refusal_motives",
        "Motifs de refus proposés",
        (
            "Établissement fermé ou inconnu du répertoire SIRENE",
            "Déclaration d’activité inconnue, annulée ou d’une autre entreprise",
            "Pouvoir de la personne qui demande non établi",
            "Établissement déjà adhérent",
            "Complément demandé non fourni",
        ),
        "Choix de l’opérateur",
        kind="lines",
    )
)
