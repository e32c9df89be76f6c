from kairos.foundation.apps import DomainConfig


class UploadsConfig(DomainConfig):
    name = "kairos.foundation.uploads"
    label = "uploads"
    default = True
