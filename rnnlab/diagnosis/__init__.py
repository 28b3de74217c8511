"""What a wrong answer looks like: the sentence that a student reads instead of an error."""
