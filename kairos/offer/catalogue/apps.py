from kairos.foundation.apps import DomainConfig


class CatalogueConfig(DomainConfig):
    name = "kairos.offer.catalogue"
    label = "catalogue"
    default = True
    declares = (*DomainConfig.declares, "importing.kind", "importing.carif")
