"""The second half of an enrolment: registered, entered, interrupted, out."""
