"""Finding, launching and attaching to a Chromium: the lowest room, used by the recorder and the runner."""
