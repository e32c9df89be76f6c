"""A whole installation in one file: the database, the uploads, the seals of the journal, and a manifest with hashes.

The secret key is not in it: what it protects (second factors, message texts, letters) can be read again only with
the same KAIROS_SECRET_KEY, which is kept elsewhere.
"""

from kairos.operations.backup.restoring import Outcome, restore
from kairos.operations.backup.saving import save

__all__ = ["Outcome", "restore", "save"]
