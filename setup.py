"""The packages: all that are found in kg/, and the ontology, which lies beside it. All else is in pyproject.toml."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["kg", "kg.*"]), "kg.ontology"])
