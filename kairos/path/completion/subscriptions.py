"""What completion answers to enrolments; what leaves a certificate without what it stands on; who verifies its code."""

from kairos.foundation import events, verifying
from kairos.path.attendance.events import MonthCorrected
from kairos.path.completion.acts import on_declaration_corrected, on_month_corrected
from kairos.path.completion.conditions import nobody_wrote_one
from kairos.path.enrolments.events import DeclarationCorrected
from kairos.path.enrolments.guards import before_correction

before_correction.register(nobody_wrote_one)
events.subscribe(MonthCorrected, on_month_corrected)
events.subscribe(DeclarationCorrected, on_declaration_corrected)
verifying.answered_by("kairos_certificate_holds")
