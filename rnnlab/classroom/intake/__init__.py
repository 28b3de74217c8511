"""What was handed in: which files of a class, a download or a zip are whose submissions."""
