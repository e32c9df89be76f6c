"""The two posted letters that open the portal to an account manager: identifier, then one-use password.

Prepared by the acceptance of a membership, printed in batches of one kind, posted, and issued again when lost. The
secret lives here, sealed, from the preparation to the post; the portal knows its hash alone (accounts.provisional).
"""
