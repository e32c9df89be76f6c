from kairos.foundation.apps import DomainConfig


class QualityConfig(DomainConfig):
    name = "kairos.identity.quality"
    label = "quality"
    default = True
