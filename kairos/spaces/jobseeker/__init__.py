"""The job seeker, on a telephone first, `/candidat/`."""
