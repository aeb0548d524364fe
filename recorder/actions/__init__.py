"""One module per action: how its events grow a draft (`take`), and the step that it makes (`step`)."""
