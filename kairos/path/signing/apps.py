from kairos.foundation.apps import DomainConfig


class SigningConfig(DomainConfig):
    name = "kairos.path.signing"
    label = "signing"
    default = True
