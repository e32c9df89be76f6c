"""Signing in and out, and the security of one's own account: docs/security/accounts.md."""
