"""Group claims: several people, one case; each with own consent, signature and data; and the wage ledger."""
