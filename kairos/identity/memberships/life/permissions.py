"""Who may do what in a membership's life."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import the_system
from kairos.identity.memberships.permissions import APPLICANT, INSTRUCTOR, RGC, SUPERVISOR

PERMISSIONS = {
    "memberships.belong": Permission("Renouveler ou quitter l’adhésion de son organisme", APPLICANT, RGC),
    "memberships.oversee": Permission(
        "Suivre les adhésions, les suspendre, en retirer l’accès", INSTRUCTOR, SUPERVISOR
    ),
    "memberships.note_loss": Permission(
        "Dire perdue la déclaration d’activité d’un adhérent", APPLICANT | INSTRUCTOR, RGC
    ),
    "memberships.watch": Permission("Veiller aux échéances des adhésions", the_system),
}
