from kairos.foundation.apps import DomainConfig


class ImportsConfig(DomainConfig):
    name = "kairos.foundation.imports"
    label = "imports"
    default = True
