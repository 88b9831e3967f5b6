"""What lawyers did: cases by category, outcomes and ratings, as matching weighs them."""
