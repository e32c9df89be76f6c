"""What account managers choose to be told of the rights that are asked of them."""

from kairos.foundation.actor import Audience
from kairos.foundation.messages import EMAIL, topics

ASKED = topics.declare(
    "habilitations.asked",
    "Droits que l’on vous demande",
    "Pour les responsables de gestion des comptes. Vous les lisez toujours dans « Messages » et « À faire ».",
    (Audience.PROVIDER,),
    channels=(EMAIL,),
)
