"""Taking over a project that uses pybabel: what it has, the settings for it, and what differs.

``runs`` finds the calls of pybabel in a project's files, ``planning`` makes settings of them and
of the files that are there, ``comparing`` compares pybabel with our own extraction, and ``writing``
writes the settings.
"""
