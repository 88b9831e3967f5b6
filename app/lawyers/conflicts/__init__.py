"""Whom a lawyer may not act for or against: parties of their cases, relatives, clients of the firm."""
