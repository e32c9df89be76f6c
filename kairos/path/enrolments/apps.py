from kairos.foundation.apps import DomainConfig


class EnrolmentsConfig(DomainConfig):
    name = "kairos.path.enrolments"
    label = "enrolments"
    default = True
    declares = (*DomainConfig.declares, "files.importing")
