"""What the tests stand on: the database, the people, the pages."""
