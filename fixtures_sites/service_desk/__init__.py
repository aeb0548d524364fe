"""The service desk: a ticket console in the manner of 1999, with a frameset, popups and script dialogs."""
