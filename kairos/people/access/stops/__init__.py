"""Reading people stopped for an account, or an organisation, that read too many."""
