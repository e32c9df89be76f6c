"""One person on one session: from the referral to the decision."""
