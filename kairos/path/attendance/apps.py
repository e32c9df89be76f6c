from kairos.foundation.apps import DomainConfig


class AttendanceConfig(DomainConfig):
    name = "kairos.path.attendance"
    label = "attendance"
    default = True
    declares = (*DomainConfig.declares, "importing")
