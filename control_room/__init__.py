"""Unattended operation: queue, workers, schedules, triggers, approvals, notices."""
