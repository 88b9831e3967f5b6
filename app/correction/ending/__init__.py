"""Ends and moves of an order: summary, appraisal, certificate; early ends; changed terms; handover."""
