"""rnnlab: graded RNN exercises in Keras. Students call :func:`check`; see README.md."""

from rnnlab.notebook import check

__all__ = ["check"]
