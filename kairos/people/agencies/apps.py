from kairos.foundation.apps import DomainConfig


class AgenciesConfig(DomainConfig):
    name = "kairos.people.agencies"
    label = "agencies"
    default = True
