"""The checks, a module for each family. A module is found by itself."""
