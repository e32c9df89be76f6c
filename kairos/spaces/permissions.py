"""What is open to all."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import anyone, signed_in

PERMISSIONS = {
    "public.read": Permission("Lire les pages publiques", anyone, while_helping=True),
    "session.use": Permission("Utiliser sa propre session", signed_in),
}
