"""The tables of what is a member: apart, so that whatever asks for the membership may read them. Acts: `life/`."""
