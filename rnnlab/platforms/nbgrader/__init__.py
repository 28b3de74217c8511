"""nbgrader: courses for it, and grades into its gradebook."""
