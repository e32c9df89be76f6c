"""A membership once it is begun: its terms and renewals, its end, its suspension, the withdrawal of access."""
