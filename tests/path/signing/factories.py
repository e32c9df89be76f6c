"""Sheets and signatures in each of their states."""

from kairos.path.signing.lifecycle import Signing
from kairos.path.signing.models import Signature, SigningSheet
from tests.support import signing
from tests.support.factories import Made, factory
from tests.support.team import run

State = SigningSheet.State


@factory("signing_sheet", State.OPEN)
def opened(people):
    who = signing.trainer(people)
    return Made(signing.opened(people, who), (who.actor,))


@factory("signing_sheet", State.COUNTERSIGNED)
def countersigned(people):
    who = signing.trainer(people)
    return Made(signing.countersigned(people, who), (who.actor,))


@factory("signing_sheet", State.CANCELLED)
def cancelled(people):
    who = signing.trainer(people)
    return Made(signing.cancelled(people, who), (who.actor,))


def _signature(people, who) -> Signature:
    sheet = signing.opened(people, who)
    return signing.on_screen(who, sheet, signing.enrolments(sheet)[0])


@factory("signature", Signature.State.SIGNED)
def signed(people):
    who = signing.trainer(people)
    return Made(_signature(people, who), (who.actor,))


@factory("signature", Signature.State.WITHDRAWN)
def withdrawn(people):
    who = signing.trainer(people)
    row = run(who, Signing.withdraw, _signature(people, who).pk, reason="Ce n’était pas elle.")
    return Made(row, (who.actor,))
