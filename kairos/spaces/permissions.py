"""What is open to all."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import anyone, signed_in
from kairos.identity.habilitations.permissions import RGC, in_portal
from kairos.offer.catalogue.permissions import READER as READS_SESSIONS
from kairos.path.appointments.permissions import reader as reads_appointments
from kairos.path.attendance.permissions import reader as reads_attendance
from kairos.path.enrolments.permissions import reader as reads_candidates

READER = READS_SESSIONS | reads_candidates | reads_appointments | reads_attendance

PERMISSIONS = {
    "public.read": Permission("Lire les pages publiques", anyone, while_helping=True),
    "kairos.enter": Permission("Voir ce qui est à faire dans Kairos", in_portal & READER, RGC),
    "session.use": Permission("Utiliser sa propre session", signed_in),
}
