"""Raises an error whose str, type name and arguments do harm when they are shown."""


class Meta(type):
    __name__ = property(lambda cls: 1 / 0)


class Bad(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def double(x):
    raise Bad


def cumulate(values):
    raise Bad(Bad())
