"""Movements by file: inscriptions (AIS), entries (AES), interruptions, exits, as they are declared on screen."""
