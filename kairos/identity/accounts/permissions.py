"""Who may do what with accounts."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import anyone

PERMISSIONS = {
    "accounts.open": Permission("Créer un compte", anyone),
    "accounts.activate": Permission("Activer son compte par le lien reçu", anyone),
}
