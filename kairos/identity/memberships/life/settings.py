"""The dated settings of a membership's life."""

from kairos.foundation.dated_settings import DatedSetting, declare

OPERATOR = "Choix de l’opérateur"
RENEWAL_NOTICE_DAYS = declare(
    DatedSetting(
        "membership.renewal_notice_days", "Renouvellement proposé avant la fin de l’adhésion, à partir de", 90,
        OPERATOR, unit="jours", minimum=15, maximum=365,
    )
)  # fmt: skip
RENEWAL_REMINDER_DAYS = declare(
    DatedSetting(
        "membership.renewal_reminder_days", "Rappel d’un renouvellement qui n’est pas demandé, tous les", 30,
        OPERATOR, unit="jours", minimum=1, maximum=90,
    )
)  # fmt: skip
RENEWAL_AUTOMATIC = declare(
    DatedSetting(
        "membership.renewal_automatic",
        "Renouveler sans décision de l’opérateur une adhésion en règle, dès que l’organisme le demande",
        False, OPERATOR, kind="boolean",
    )
)  # fmt: skip
RENEWAL_DECISION_DAYS = declare(
    DatedSetting(
        "membership.renewal_decision_days", "Décision sur un renouvellement demandé, sous", 10,
        OPERATOR, unit="jours ouvrés", minimum=1, maximum=60,
    )
)  # fmt: skip
RENEWAL_GRACE_DAYS = declare(
    DatedSetting(
        "membership.renewal_grace_days", "Renouvellement encore possible après la fin, pendant", 90,
        OPERATOR, unit="jours", minimum=0, maximum=365,
    )
)  # fmt: skip
TERMS_NOTICE_DAYS = declare(
    DatedSetting(
        "membership.terms_notice_days", "De nouvelles conditions s’appliquent après leur publication, au plus tôt sous",
        15, "Conditions générales d’utilisation", unit="jours", minimum=1, maximum=180,
    )
)  # fmt: skip
TERMS_REMINDER_DAYS = declare(
    DatedSetting(
        "membership.terms_reminder_days", "Rappel de nouvelles conditions à accepter, tous les", 7,
        OPERATOR, unit="jours", minimum=1, maximum=60,
    )
)  # fmt: skip
TERMS_ASKED_FIRST = declare(
    DatedSetting(
        "membership.terms_asked_first",
        "Demander d’abord au RGC, à l’entrée du portail, d’accepter des conditions entrées en vigueur",
        True, OPERATOR, kind="boolean",
    )
)  # fmt: skip
ANSWER_DAYS = declare(
    DatedSetting(
        "membership.answer_days", "Temps laissé à l’organisme pour répondre avant un retrait d’accès", 15,
        "Conditions générales d’utilisation (quinze jours au moins) ; procédure contradictoire, art. L. 121-1 et "
        "L. 122-1 du code des relations entre le public et l’administration",
        unit="jours ouvrés", minimum=5, maximum=60,
    )
)  # fmt: skip
ANSWER_REMINDER_DAYS = declare(
    DatedSetting(
        "membership.answer_reminder_days", "Rappel d’une réponse attendue, avant son échéance", 5,
        OPERATOR, unit="jours", minimum=1, maximum=30,
    )
)  # fmt: skip
PROCEDURE_DECISION_DAYS = declare(
    DatedSetting(
        "membership.procedure_decision_days", "Décision sur un retrait d’accès, après le délai de réponse, sous", 10,
        OPERATOR, unit="jours ouvrés", minimum=1, maximum=60,
    )
)  # fmt: skip
SUSPENSION_REVIEW_DAYS = declare(
    DatedSetting(
        "membership.suspension_review_days", "Décision après une suspension immédiate, sous", 20,
        OPERATOR, unit="jours ouvrés", minimum=5, maximum=60,
    )
)  # fmt: skip
REGULARISATION_DAYS = declare(
    DatedSetting(
        "membership.regularisation_days", "Temps laissé pour régulariser une déclaration d’activité perdue", 20,
        OPERATOR, unit="jours ouvrés", minimum=1, maximum=90,
    )
)  # fmt: skip
RECHECK_DAYS = declare(
    DatedSetting(
        "membership.recheck_days", "Adhérents comparés de nouveau aux répertoires, tous les", 30,
        OPERATOR, unit="jours", minimum=1, maximum=365,
    )
)  # fmt: skip
ALERT_DAYS = declare(
    DatedSetting(
        "membership.alert_days", "Alerte d’un répertoire traitée, sous", 10,
        OPERATOR, unit="jours ouvrés", minimum=1, maximum=60,
    )
)  # fmt: skip
