from kairos.foundation.apps import DomainConfig


class BundlesConfig(DomainConfig):
    name = "kairos.path.bundles"
    label = "bundles"
    default = True
