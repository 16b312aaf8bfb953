"""Serving the site: one process renders, workers send what is ready, and no one waits.

``renderer`` is the program that renders; ``refresh`` has it run when something changed; ``store``
is the folder in which the result passes to the workers; ``worker`` is what each of them runs.
"""
