"""Small real web applications that behave like legacy consoles, for tests, the demo and the self-check."""
