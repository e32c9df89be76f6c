"""The second wall: what the database itself shows to each audience.

`declarations` says it beside each model, `sync` writes it into PostgreSQL, `scope` sets who is asking,
`frame` does so once per request.
"""

from kairos.foundation.isolation.declarations import Isolation, credentials, personal, public, tenant
from kairos.foundation.isolation.scope import enter, scope

__all__ = ["Isolation", "credentials", "enter", "personal", "public", "scope", "tenant"]
