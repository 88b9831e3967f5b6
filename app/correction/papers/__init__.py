"""Official papers of correction."""
