"""What there is to do: for the person as one list, for the office as counts that lead to lists."""
