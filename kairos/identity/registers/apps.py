from kairos.foundation.apps import DomainConfig


class RegistersConfig(DomainConfig):
    name = "kairos.identity.registers"
    label = "registers"
    default = True
