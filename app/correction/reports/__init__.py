"""Reports, health reports, education and public-benefit activities, restricted places asked for."""
