"""What people choose to be told of enrolments, and how."""

from kairos.foundation.actor import Audience
from kairos.foundation.messages import EMAIL, topics

RESULT = topics.declare(
    "enrolments.result",
    "Résultat d’une candidature",
    "Retenu, non retenu, en attente : vous le lisez toujours dans « Mes rendez-vous ».",
    (Audience.JOBSEEKER,),
    channels=(EMAIL,),
)
RESULT_OF = topics.declare(
    "enrolments.result_of",
    "Décision sur une personne que vous suivez",
    "Retenue, non retenue, absente : vous la lisez toujours dans « Messages ».",
    (Audience.AGENCY,),
    channels=(EMAIL,),
)
