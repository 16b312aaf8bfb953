"""Compiled catalogs (.mo): their format, compiled from a .po and loaded for a site."""
