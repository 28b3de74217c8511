"""What is plainly so of wrong answers: their kind, the part that is wrong, where, and how."""
