"""Keeps what a run saw and did so that nobody can alter it unnoticed, and shows it."""
