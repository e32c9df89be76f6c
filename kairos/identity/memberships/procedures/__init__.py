"""The withdrawal of access for misuse: what is held against a member is told, heard, then decided."""
