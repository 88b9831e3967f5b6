"""Official papers of correction: what stands in each, and how it becomes a sealed PDF."""
