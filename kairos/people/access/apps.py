from kairos.foundation.apps import DomainConfig


class AccessConfig(DomainConfig):
    name = "kairos.people.access"
    label = "access"
    default = True
    declares = (*DomainConfig.declares, "covers.lifecycle", "stops.lifecycle")
