"""Calendars that a telephone or a mail program subscribes to (RFC 5545), by a secret address."""
