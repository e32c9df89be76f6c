"""The journal as people read it: at the account manager’s and at the operator’s."""
