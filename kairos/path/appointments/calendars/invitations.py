"""The invitation that a mail carries (RFC 5546): REQUEST while the place is held, CANCEL once it is not."""

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings

from kairos.foundation import clock
from kairos.foundation.messages import Attachment, Recipient
from kairos.path.appointments.calendars import entries, ical
from kairos.path.appointments.calendars.ical import Party
from kairos.path.appointments.models import Booking


def of(row: Booking, name: str, to: Recipient) -> Attachment:
    """name: of the person. From the address that sends and reads no answer: the link of the mail is for that."""
    entry = entries.of_place(row)
    organiser, attendee = Party(*parseaddr(settings.DEFAULT_FROM_EMAIL)), Party(name, to.email)
    method = "CANCEL" if entry.cancelled else "REQUEST"
    event = replace(entry, organiser=organiser, attendee=attendee)
    text = ical.calendar(organiser.name, [event], clock.now(), method)
    return Attachment("rendez-vous.ics", f"text/calendar; method={method}", text, alternative=True)
