"""The roster: firms, lawyers, grass-roots legal workers and volunteers, as a centre keeps them."""
