"""The trust boundary: students' code runs in a process that knows no answers; data comes back."""
