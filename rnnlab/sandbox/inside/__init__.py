"""All that runs beside students' code; it knows nothing of checks, scores and classes."""
