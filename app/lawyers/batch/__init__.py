"""A whole queue assigned at once, near the optimum, with a preview."""
