from kairos.foundation.apps import DomainConfig


class AppointmentsConfig(DomainConfig):
    name = "kairos.path.appointments"
    label = "appointments"
    default = True
    declares = (*DomainConfig.declares, "bookings.lifecycle", "calendars.lifecycle")
