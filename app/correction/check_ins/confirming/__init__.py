"""Making sure of a fix outside: one more check-in, or an officer's call, before anybody is alarmed."""
