"""Turns a run folder into one page that opens offline: journal, to story, to words, to HTML."""

from clerkwork.evidence.report.page import write_report as write_report
