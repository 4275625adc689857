"""A graph of any size in one file: made by an import, mapped into memory, and a layer beside what Turtle says."""
