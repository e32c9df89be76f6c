"""The columns of a file of movements, and the words they are written with."""

from kairos.foundation.imports import parsing
from kairos.foundation.imports.columns import Column
from kairos.path.enrolments.models import Movement
from kairos.people.jobseekers import rules as people

Kind = Movement.Kind
WORDS = {
    Kind.REGISTRATION: ("AIS", "inscription"),
    Kind.ENTRY: ("AES", "entrée"),
    Kind.NO_SHOW: ("jamais venu",),
    Kind.INTERRUPTION: ("interruption",),
    Kind.RESUMPTION: ("reprise",),
    Kind.EXIT: ("sortie", "fin"),
}
"""In the order of what happens on one day. The first word is the one we write."""
KINDS = {word: str(kind) for kind, words in WORDS.items() for word in words}
COLUMNS = (
    Column("session", "Numéro de session", parsing.text(25), required=True, synonyms=("Session", "N° de session"),
           example="SE_1042", reads="celui du catalogue"),
    Column("person", "Identifiant", people.identifier, required=True, synonyms=("Identifiant du stagiaire",),
           example="1234567A", reads="7 chiffres puis une lettre ou un chiffre, ou 11 chiffres"),
    Column("kind", "Mouvement", parsing.choice(KINDS), required=True, synonyms=("Type", "Type de mouvement"),
           example="AES", reads="AIS, AES, interruption, reprise, sortie ou jamais venu"),
    Column("day", "Date", parsing.day, synonyms=("Date du mouvement", "Du", "Date de début"), example="03/09/2026",
           reads="jour/mois/année : premier jour (du plan pour une AIS), dernier jour pour une sortie"),
    Column("until", "Fin du plan", parsing.day, synonyms=("Au", "Date de fin"), example="18/12/2026",
           reads="pour une AIS ; vide : la fin de la session"),
    Column("hours", "Heures prévues", parsing.integer(1, 9999), synonyms=("Heures",), example="400",
           reads="pour une AIS, nombre entier ; vide : celles de la session"),
    Column("reason", "Motif", parsing.text(300), synonyms=("Motif de sortie",), example="Emploi trouvé",
           reads="d’une interruption, en clair ; d’une sortie avant la fin, de la liste"),
    Column("comment", "Précisions", parsing.text(300), example="Embauche le 5 octobre",
           reads="d’une sortie avant la fin ou de qui n’est jamais venu"),
    Column("late", "Raison du retard", parsing.text(300), synonyms=("Retard",), example="Feuille reçue tard",
           reads="quand le délai légal est passé"),
    Column("maintained", "Deux formations à la fois", parsing.text(300), example="Cours du soir",
           reads="pourquoi c’est juste, quand deux formations ont des demi-journées communes"),
)  # fmt: skip
OF_FIELD = {"on": "day", "hours": "hours", "modules": "until", "reason": "reason", "late_reason": "late",
            "maintained": "maintained"}  # fmt: skip
"""Where a guard's field stands in the file."""
