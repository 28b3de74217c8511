"""What a wrong answer looks like: the sentence that a student reads instead of an error.

``evidence`` gathers what is known of a task that failed, ``diagnose`` tries the mechanisms in their
order: ``written`` mistakes, ``training``, ``models``, ``facts``, ``values``, ``programs``; the name
of a room says what it knows. None of them knows an exercise.
"""
