"""The two corpora of the lectures: Reuters newswires and Korean film reviews (NSMC).

Where a file comes from: the folder that ``RNNLAB_DATA`` names; else the user's cache, filled by
a verified download; else, said on stderr, the small samples in ``data/``. ``source="sample"`` or
``RNNLAB_DATA=sample`` asks for the samples, ``RNNLAB_OFFLINE=1`` forbids downloads, and
``RNNLAB_CACHE`` moves the cache.
"""

from rnnlab.datasets.errors import DataError
from rnnlab.datasets.nsmc import load_nsmc, read_nsmc
from rnnlab.datasets.places import SAMPLES, data_file
from rnnlab.datasets.reuters import REUTERS_TOPICS, load_reuters, reuters_word_index

__all__ = [
    "REUTERS_TOPICS",
    "SAMPLES",
    "DataError",
    "data_file",
    "load_nsmc",
    "load_reuters",
    "read_nsmc",
    "reuters_word_index",
]
