"""An adviser covers a colleague who is away: granted, dated."""
