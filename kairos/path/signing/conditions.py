"""What stands in the way of an act on a sheet or a signature."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor, system
from kairos.foundation.guards import Reason
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.guards import given
from kairos.path.attendance.settings import AFTERNOON
from kairos.path.signing import expecting, settings
from kairos.path.signing.codes import Fit, fit
from kairos.path.signing.models import Signature, SigningSheet

Details = Mapping[str, Any]
says_why = given("reason", "Dites pourquoi : cela reste écrit avec la feuille.")
CHANGED = "Le code vient de changer : scannez ou recopiez celui qui est affiché maintenant."
WRONG = "Ce n’est pas le code affiché. Recopiez les six signes, ou scannez-le."
NOT_TODAY = "Cette feuille n’est pas d’aujourd’hui : seul le formateur peut y noter une signature."


def is_not_to_come(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    if sheet.day > expecting.board_of(sheet).today:
        yield Reason("Cette demi-journée n’a pas encore eu lieu : ouvrez-la le jour même.", field="day")
    elif expecting.is_to_come(sheet):
        yield Reason(f"Cette après-midi n’a pas commencé : ouvrez-la à partir de {AFTERNOON.value()} h.", field="half")


def is_not_too_old(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    days = settings.PAPER_DAYS.value()
    if sheet.day < expecting.board_of(sheet).today - timedelta(days=days):
        yield Reason(
            f"Une demi-journée s’émarge pendant {days} jours, pas au-delà : notez les présences dans le mois.",
            field="day",
        )


def somebody_is_expected(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    if not expecting.lines_of(sheet):
        yield Reason(
            "Personne n’est attendu à cette demi-journée : vérifiez l’emploi du temps et les entrées.", field="day"
        )


def sheet_is_open(row: Signature, actor: Actor, details: Details) -> Iterator[Reason]:
    sheet = _held(row)
    if sheet.state != SigningSheet.State.OPEN:
        yield Reason(f"La feuille est {sheet.get_state_display().lower()} : plus personne n’y signe.")


def is_expected(row: Signature, actor: Actor, details: Details) -> Iterator[Reason]:
    if not _is_of(row, row.sheet):
        yield Reason("Cette personne n’est pas attendue à cette demi-journée.")


def code_is_of_the_moment(row: Signature, actor: Actor, details: Details) -> Iterator[Reason]:
    """`code`: as typed or scanned, by whoever is expected there. A job seeker sees no sheet: Kairos looks."""
    with scope(system("signing.code", actor.request_id)):
        sheet = _held(row)
        open_ = sheet.state == SigningSheet.State.OPEN
        expected = open_ and _is_of(row, sheet)
        today = expected and sheet.day == expecting.board_of(sheet).today
    if not expected:
        yield Reason("Cette feuille n’est pas ouverte à votre signature.")
    elif not today:
        yield Reason(NOT_TODAY)
    elif (found := fit(sheet.pk, details["code"], clock.now())) != Fit.RIGHT:
        yield Reason(CHANGED if found == Fit.CHANGED else WRONG, field="code")


def _held(row: Signature) -> SigningSheet:
    """The sheet as it stands, until the end of the act: nobody countersigns while somebody signs."""
    rows = SigningSheet.objects.select_related("session__delivery__course")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=row.sheet_id)


def _is_of(row: Signature, sheet: SigningSheet) -> bool:
    """The person of an enrolment that is expected there."""
    line = expecting.lines_of(sheet).get(row.enrolment_id)
    return line is not None and line.stay.person == row.person_id


def was_noted_by_the_trainer(row: Signature, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.way == Signature.Way.PHONE:
        yield Reason("Cette personne a signé elle-même, sur son téléphone : sa signature ne se retire pas.")


def names_who_signed(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    """`people`: enrolments."""
    if not details["people"]:
        yield Reason("Cochez les personnes qui ont signé sur le papier.", field="people")


def somebody_signed(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    if not _signed(sheet):
        yield Reason("Personne n’a encore signé : faites signer, ou retirez la feuille.")


def nobody_signed(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    if _signed(sheet):
        yield Reason("Des personnes ont signé : la feuille se contresigne, elle ne se retire plus.")


def declares_it(sheet: SigningSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    if not details["declared"]:
        yield Reason("Cochez la phrase par laquelle vous attestez cette demi-journée.", field="declared")


def _signed(sheet: SigningSheet) -> bool:
    return Signature.objects.filter(sheet=sheet.pk, state=Signature.State.SIGNED).exists()
