"""What people choose to be told of conversations, and how."""

from kairos.foundation.actor import Audience
from kairos.foundation.messages import EMAIL, topics

WRITTEN = topics.declare(
    "threads.written",
    "Nouveau message",
    "De votre organisme de formation, de votre conseiller, ou d’une personne que vous suivez. Le courriel ne dit pas "
    "ce qui est écrit : vous le lisez toujours dans « Conversations ».",
    (Audience.JOBSEEKER, Audience.AGENCY, Audience.PROVIDER),
    channels=(EMAIL,),
)
