"""How a student's model differs from the right one."""
