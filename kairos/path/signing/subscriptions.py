"""Who verifies the code of a countersigned sheet."""

from kairos.foundation import verifying

verifying.answered_by("kairos_sheet_holds")
