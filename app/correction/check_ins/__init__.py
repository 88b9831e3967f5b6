"""Check-ins: challenges, devices, judgement, the write path."""
