"""Suspiciously similar submissions of one exercise: pairs to look at, not verdicts."""
