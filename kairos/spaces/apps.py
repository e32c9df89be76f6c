from kairos.foundation.apps import DomainConfig


class SpacesConfig(DomainConfig):
    name = "kairos.spaces"
    label = "spaces"
    default = True
    declares = (*DomainConfig.declares, "operator.permissions")
