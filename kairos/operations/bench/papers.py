"""How many attestations, each another, one core makes in a second: of its own time, whatever else runs."""

import time
from datetime import date, timedelta

from kairos.foundation import clock, verifying
from kairos.foundation.documents import Letterhead, marked, render
from kairos.foundation.documents.proofs import proof
from kairos.operations.bench.serving import Figure
from kairos.path.enrolments.attesting import WORDS
from kairos.path.enrolments.documents import ATTESTATION, Attestation, PaperPeriod
from kairos.path.enrolments.models import Movement

MANY = 100
STARTS_ON = date(2026, 9, 7)


def figure() -> Figure:
    _made(0)
    began = time.process_time()
    for number in range(MANY):
        _made(number)
    rate = MANY / (time.process_time() - began)
    return Figure("Attestations en PDF par seconde de calcul", round(rate), "documents/s", 50, most=False)


def _made(number: int) -> bytes:
    words = WORDS[Movement.Kind.REGISTRATION]
    middle, ends_on = STARTS_ON + timedelta(days=60), STARTS_ON + timedelta(days=120)
    paper = Attestation(
        dated=clock.now(),
        letterhead=Letterhead("Méridienne Formation"),
        siren="732829320",
        nda="11755555555",
        heading=words.heading,
        what=words.what,
        person=f"Personne {number}",
        identifier="1234567A",
        title="Soudure à l’arc en position",
        number="KS-2026-00012",
        label=words.label,
        on=STARTS_ON,
        until=ends_on,
        hours="300 h",
        periods=(PaperPeriod(STARTS_ON, middle, "140 h"), PaperPeriod(middle, ends_on, "160 h")),
        reason="",
        proof=proof(verifying.new_code()),
    )
    return render(ATTESTATION, marked(ATTESTATION, paper))
