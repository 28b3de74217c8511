"""One submission graded: its checks run, its wrong answers told apart."""
