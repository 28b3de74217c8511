"""What went wrong where a given model is trained."""
