"""The commands, thin: each reads its arguments, calls a room, and says what came of it."""
