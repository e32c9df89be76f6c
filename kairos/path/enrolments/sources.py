"""Why a provider reads somebody who is on one of its sessions."""

from kairos.people.access import sources

REFERRAL = sources.declare("referral", "Votre conseiller vous a orienté vers sa formation")
ENROLMENT = sources.declare("enrolment", "Vous avez demandé sa formation")
OVER = sources.declare("enrolment_over", "Sa décision sur votre demande est récente")

OUT = sources.declare("enrolment_out", "Vous avez suivi sa formation")
FUNCTION = "Organisme de formation"
