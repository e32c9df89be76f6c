"""What an organisation writes for its own people: procedure, awareness note, messages, help."""
