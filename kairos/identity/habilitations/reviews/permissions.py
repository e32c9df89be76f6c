"""Who reviews the accesses of an organisation."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import the_system
from kairos.identity.habilitations.permissions import OPERATOR, manager

PERMISSIONS = {
    "reviews.open": Permission("Commencer une revue des accès", manager | the_system, OPERATOR),
    "reviews.decide": Permission("Revoir et signer les accès de son organisme", manager, OPERATOR),
    "reviews.follow": Permission("Rappeler et clore une revue des accès", the_system),
}
