"""Keras models across the boundary: described as plain data, rebuilt, and asked.

``describe`` runs where the student is and ``rebuild`` where the grader is; both refuse kindly what
cannot cross.
"""
