"""Access reviews: every few months each person's access is kept, reduced or removed, and somebody signs for it."""
