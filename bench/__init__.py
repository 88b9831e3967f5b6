"""What `make bench` runs: each figure of the product beside a reference measured in the same run."""
