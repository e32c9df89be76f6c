"""People of members of before Kairos and their rights, from the operator's files: see docs/formats/existing-….md."""
