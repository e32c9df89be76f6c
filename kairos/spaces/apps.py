from kairos.foundation.apps import DomainConfig


class SpacesConfig(DomainConfig):
    name = "kairos.spaces"
    label = "spaces"
    default = True
    declares = (
        *DomainConfig.declares,
        "operator.permissions",
        "provider.portal.todo",
        "provider.kairos.todo",
        "provider.candidates.todo",
        "provider.appointments.todo",
        "provider.attendance.todo",
        "provider.signing.todo",
        "provider.threads.todo",
        "agency.todo",
        "jobseeker.todo",
        "persons.timeline",
        "appointments.timeline",
        "attendance.timeline",
        "persons.own_data",
        "appointments.own_data",
        "attendance.own_data",
        "signing.own_data",
    )
