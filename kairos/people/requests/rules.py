"""What may be asked, and by when it is answered. Pure functions."""

from datetime import date

from kairos.identity.guidance.rules import months_after

CORRECTION, OBJECTION = "correction", "objection"
ABOUT = {
    CORRECTION: (
        ("last_name", "Le nom"),
        ("first_name", "Le prénom"),
        ("birth_date", "La date de naissance"),
        ("identifier", "L’identifiant"),
        ("email", "L’adresse de courriel"),
        ("training", "Ce qui est dit de la formation"),
        ("other", "Autre chose"),
    ),
    OBJECTION: (
        ("reading", "La lecture des données par quelqu’un"),
        ("training", "L’usage de ce qui est dit de la formation"),
        ("other", "Autre chose"),
    ),
}
"""By kind, what a request may be about: its code and the words of both sides."""


def due_on(asked: date, months: int) -> date:
    """The last day to answer: the same day of the month, or the last one of a shorter month (regulation 1182/71, art.
    3). A day that is no working day is not put off, to the person's advantage."""
    return months_after(asked, months)


def label_of(kind: str, about: str) -> str:
    return dict(ABOUT.get(kind, ())).get(about, about)
