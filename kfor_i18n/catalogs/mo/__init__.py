"""Compiled catalogs (.mo): the file format, compiling and loading."""
