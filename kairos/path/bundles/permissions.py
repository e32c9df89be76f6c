"""Who makes the file of a session for an inspector: whoever commits the organisation and reads its attendance."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import the_system
from kairos.identity.habilitations.permissions import RGC
from kairos.offer.catalogue.permissions import held_there
from kairos.path.attendance.permissions import reader
from kairos.path.enrolments.permissions import provider
from kairos.people.access.permissions import APPROVE

PERMISSIONS = {
    "bundles.export": Permission(
        "Exporter le dossier de contrôle d’une session", provider & held_there(APPROVE) & reader, RGC
    ),
    "bundles.compute": Permission("Composer, puis effacer les dossiers de contrôle", the_system),
}
