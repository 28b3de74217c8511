"""Wrong programs made from the right one, and calls replayed on programs."""
