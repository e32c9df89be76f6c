from kairos.foundation.apps import DomainConfig


class OrganisationsConfig(DomainConfig):
    name = "kairos.identity.organisations"
    label = "organisations"
    default = True
