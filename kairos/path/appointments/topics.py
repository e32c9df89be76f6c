"""What people choose to be told of their appointments, and how."""

from kairos.foundation.actor import Audience
from kairos.foundation.messages import EMAIL, topics

JOB_SEEKERS = (Audience.JOBSEEKER,)
FIRST = topics.declare(
    "appointments.first_reminder",
    "Premier rappel d’un rendez-vous",
    "Deux jours avant, d’ordinaire.",
    JOB_SEEKERS,
    first=topics.BOTH,
)
LAST = topics.declare(
    "appointments.last_reminder",
    "Dernier rappel d’un rendez-vous",
    "Deux heures avant, d’ordinaire.",
    JOB_SEEKERS,
    first=topics.BOTH,
)
CHANGE = topics.declare(
    "appointments.change",
    "Changement d’un rendez-vous",
    "Déplacé, annulé, ou une place qui se libère pour vous. Toujours par courriel : votre calendrier le suit.",
    JOB_SEEKERS,
    first=topics.BOTH,
    always=(EMAIL,),
)
REMINDERS = {1: FIRST, 2: LAST}
