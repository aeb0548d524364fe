"""The control room's HTTP interface."""
