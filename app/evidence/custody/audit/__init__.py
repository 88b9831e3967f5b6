"""Reading the whole ledger and the stored objects anew, and naming whatever is not as it was written down."""
