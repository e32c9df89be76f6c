"""Members of before Kairos, taken over by the operator from a file: see docs/formats/existing-members.md."""
