"""Pages as a browser would build them, and texts that would do them harm."""

import re
from html.parser import HTMLParser

from hypothesis import strategies as st

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
HOSTILE = "</style><script>alert(1)</script><img src=x onerror='alert(2)'>\"&amp;{{ 7 * 7 }}"
UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Page(HTMLParser):
    """What a browser would build: the tags with their attributes, and the text between them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.style = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag):
        self.tags.append(("/" + tag, ()))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] == "style":
            self.style += data
        self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)
