"""What a submission earned and why: the data, and each way of showing them.

Names and messages come from students, so every way out goes through :func:`rnnlab.text.plain`, and
then through the escaping of its format: rich ``Text`` (never markup), Jinja's autoescape, ``json``,
``csv``.
"""
