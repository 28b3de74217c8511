"""Gradescope: autograders for it, and results as it reads them."""
