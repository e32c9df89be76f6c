"""All that Kairos keeps of one session's attendance, in one sealed file for an inspector."""
