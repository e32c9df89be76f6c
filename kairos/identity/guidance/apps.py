from kairos.foundation.apps import DomainConfig


class GuidanceConfig(DomainConfig):
    name = "kairos.identity.guidance"
    label = "guidance"
    default = True
