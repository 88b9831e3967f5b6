"""Alarms: cause, evidence, verification, statement, outcome; searches; gaps."""
