"""What the exercises' checks and mistakes share; none of it answers a task."""
