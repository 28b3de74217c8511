"""What of a submission's program runs, and what is said of the rest."""
