"""A class: what was handed in, who did, what it was graded, and how it went."""
