"""rnnlab: graded RNN exercises in Keras. Students call :func:`check`; see README.md."""

from rnnlab.notebook import check, import_quietly

import_quietly()

__all__ = ["check"]
