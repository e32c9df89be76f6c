"""Portfolios by file: one line a person, with who follows them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.imports import parsing
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Option, Verdict, declare
from kairos.foundation.isolation import scope
from kairos.identity.organisations.rules import parse_phone
from kairos.people.agencies import queries
from kairos.people.jobseekers import rules
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.jobseekers.moves import acts

INVITE = "invite"
OTHER_BIRTH = "Cette personne est connue avec une autre date de naissance : vérifiez l’identifiant."
LEFT = "Cette personne n’est plus suivie par l’agence. Retirez la ligne."
NO_ADVISER = "Aucun conseiller de l’agence n’a cette adresse. Invitez-le d’abord, ou laissez la case vide."
COMPARED = ("first_name", "last_name", "email", "phone")


def birth_date(cell: str) -> date:
    return rules.birth_date(parsing.day(cell), clock.today())


def _not_a_figure(longest: int) -> Callable[[str], str]:
    def name(cell: str) -> str:
        found = parsing.text(longest)(cell)
        if re.search("[0-9]", found):
            raise ValueError("Écrivez un nom, sans chiffres.")
        return found

    return name


def _phone(cell: str) -> str:
    """A spreadsheet takes a leading zero away."""
    return parse_phone(cell.zfill(10) if cell.isdigit() and len(cell) == 9 else cell)


COLUMNS = (
    Column("identifier", "Identifiant", rules.identifier, required=True, example="1234567A",
           synonyms=("Identifiant DE", "Identifiant régional", "N° identifiant"),
           reads="7 chiffres puis une lettre ou un chiffre, ou 11 chiffres"),
    Column("last_name", "Nom", _not_a_figure(80), required=True, example="Le Goff", synonyms=("Nom de famille",),
           reads="80 caractères au plus"),
    Column("first_name", "Prénom", _not_a_figure(80), required=True, example="Maëlle",
           reads="80 caractères au plus"),
    Column("birth_date", "Date de naissance", birth_date, required=True, example="03/09/1990",
           synonyms=("Né le", "Naissance"), reads="jour/mois/année"),
    Column("email", "Courriel", parsing.email, example="maelle.legoff@exemple.fr",
           synonyms=("E-mail", "Mail", "Adresse électronique"), reads="une adresse"),
    Column("phone", "Téléphone", _phone, example="06 99 00 12 34", synonyms=("Portable", "Mobile"),
           reads="10 chiffres, ou + et l’indicatif"),
    Column("adviser", "Conseiller", parsing.email, example="n.benali@agence.example",
           synonyms=("Courriel du conseiller", "Conseiller référent"), reads="courriel d’un conseiller de l’agence"),
)  # fmt: skip


def judge(lines: Sequence[Line], context: Context) -> None:
    """Against the agency's own people alone, past the wall between its advisers."""
    with scope(system("jobseekers.loading")):
        advisers = _advisers(context.organisation)
        known = {row.identifier: row for row in _known(context.organisation, lines)}
    for line in lines:
        _judge(line, known.get(line.values["identifier"]), advisers)


def _judge(line: Line, row: JobSeeker | None, advisers: Mapping[str, UUID]) -> None:
    wanted = line.values["adviser"]
    if wanted and wanted.lower() not in advisers:
        line.refuse(NO_ADVISER, "adviser")
    if row is None:
        return
    if row.birth_date != line.values["birth_date"]:
        line.refuse(OTHER_BIRTH, "birth_date")
    elif row.state == JobSeeker.State.LEFT:
        line.refuse(LEFT, "identifier")
    else:
        line.verdict = Verdict.CHANGED if _differs(row, line.values, advisers) else Verdict.UNCHANGED


def _differs(row: JobSeeker, values: Mapping[str, Any], advisers: Mapping[str, UUID]) -> bool:
    """An empty cell says nothing: what is known stays."""
    told = any(values[key] and values[key] != getattr(row, key) for key in COMPARED)
    wanted = values["adviser"]
    return told or (bool(wanted) and advisers.get(wanted.lower()) != row.adviser_id)


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    with scope(system("jobseekers.loading", run.actor.request_id)):
        advisers = _advisers(context.organisation)
        known = {row.identifier: row for row in _known(context.organisation, lines)}
        acts.load(
            context.organisation,
            [(known.get(line.values["identifier"]), line.values) for line in lines],
            advisers,
            run,
            invite=bool(context.options.get(INVITE)),
        )


def _advisers(agency: UUID) -> dict[str, UUID]:
    rows = queries.followers_in(agency).values_list("user__email", "pk")
    return {email.lower(): key for email, key in rows}


def _known(agency: UUID, lines: Iterable[Line]) -> Iterable[JobSeeker]:
    wanted = [line.values["identifier"] for line in lines]
    return JobSeeker.objects.filter(agency=agency, identifier__in=wanted)


KIND = declare(
    ImportKind(
        name="portfolios",
        title="Portefeuilles de l’agence",
        permission="jobseekers.load",
        columns=COLUMNS,
        judge=judge,
        take=take,
        identity=("identifier",),
        whole=False,
        options=(
            Option(
                INVITE,
                "Envoyer à chacun le lien de son espace",
                "Aux personnes nouvelles dont le courriel est dans le fichier. Sans cette case, chaque conseiller "
                "l’envoie quand il veut.",
            ),
        ),
        explanation="Une personne par ligne, avec le courriel de qui la suit. Une case vide ne change rien à ce qui "
        "est déjà connu. Une personne absente du fichier reste suivie.",
    )
)
