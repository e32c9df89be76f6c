"""What providers teach: course → delivery → session, by hand or by files. See docs/concepts/catalogue.md."""
