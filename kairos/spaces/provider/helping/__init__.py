"""« Se faire aider »."""
