"""The dated settings of trainings under way."""

from kairos.foundation.dated_settings import DatedSetting, declare
from kairos.path.enrolments.exits import EXITS, LONGEST, SHAPE

LAW = "Code du travail, art. L. 6121-5, et décret n° 2017-1019 : trois jours après chaque mouvement"
CHOICE = "Choix de l’opérateur"

DECLARATION_DAYS = declare(
    DatedSetting(
        "enrolments.declaration_days",
        "Entrée, interruption, sortie : à déclarer sous",
        3,
        LAW,
        unit="jours",
        minimum=1,
        maximum=30,
    )
)
DECLARATION_COUNT = declare(
    DatedSetting(
        "enrolments.declaration_count",
        "Entrée, interruption, sortie : comment compter ces jours",
        "calendar",
        "Le décret ne le dit pas : le plus strict est retenu",
        kind="choice",
        choices=(("calendar", "jours calendaires"), ("working", "jours ouvrés, du lundi au vendredi")),
    )
)
REMIND_BEFORE = declare(
    DatedSetting(
        "enrolments.remind_before",
        "Entrée ou sortie non déclarée : rappel à qui a inscrit la personne, avant l’échéance de",
        1,
        CHOICE,
        unit="jours",
        minimum=0,
        maximum=10,
    )
)
ESCALATE_AFTER = declare(
    DatedSetting(
        "enrolments.escalate_after",
        "Entrée ou sortie non déclarée : alerte au RGC de l’organisme, après l’échéance de",
        2,
        CHOICE,
        unit="jours",
        minimum=0,
        maximum=30,
    )
)
READ_AFTER_EXIT_DAYS = declare(
    DatedSetting(
        "enrolments.read_after_exit_days",
        "L’organisme lit encore une personne sortie de formation pendant",
        180,
        "Choix de l’opérateur : le temps du bilan, du certificat et des pièces demandées",
        unit="jours",
        minimum=30,
        maximum=730,
    )
)
EXIT_REASONS = declare(
    DatedSetting(
        "enrolments.exit_reasons",
        "Motifs d’une sortie avant la fin",
        tuple(one.label for one in EXITS),
        SHAPE,
        kind="lines",
        maximum=LONGEST,
    )
)
