"""Who sets the alerts of an agency."""

from kairos.foundation.permissions import Permission
from kairos.people.agencies.permissions import OPERATOR, manager

PERMISSIONS = {
    "agencies.alerts": Permission("Régler les seuils d’alerte de son agence", manager, OPERATOR),
}
