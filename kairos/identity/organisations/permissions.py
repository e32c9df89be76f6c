"""Who may do what with a provider's file."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import anyone

PERMISSIONS = {"organisations.open_file": Permission("Ouvrir la fiche d’un organisme", anyone)}
