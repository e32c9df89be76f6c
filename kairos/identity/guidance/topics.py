"""What people of an organisation choose to be told of what it writes for them."""

from kairos.foundation.actor import Audience
from kairos.foundation.messages import EMAIL, topics

TEAM = topics.declare(
    "guidance.team",
    "Ce que votre organisme vous écrit",
    "Messages du responsable, note à lire, procédure. Vous les lisez toujours dans « Messages ».",
    (Audience.PROVIDER,),
    channels=(EMAIL,),
)
