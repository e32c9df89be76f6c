"""From bytes to lines of text, whatever wrote them: `detecting.detect`, then `lines.of`."""
