"""Closing a case: review, grading, rating, visits, subsidy, archive."""
