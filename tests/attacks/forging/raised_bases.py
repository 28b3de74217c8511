"""Raises what few programs catch: KeyboardInterrupt, GeneratorExit, an exception group."""


def double(x):
    raise KeyboardInterrupt


def cumulate(values):
    raise GeneratorExit


def build(units):
    raise BaseExceptionGroup("all", [SystemExit(0), KeyboardInterrupt()])
