"""Serving the site: one process renders, workers send what is ready, and no request waits.

``sources`` knows what the site is rendered from; ``refresh`` runs the ``renderer`` when that
changes; ``store`` is the folder in which the result passes to each ``worker``. ``server`` starts
them all, in a ``folder``; ``listening`` has what accepts connections, ``connections`` limits them.
"""
