"""Checks of catalogs and projects: advice in addition to validation.

A check is a function in a module of ``rules``, next to the code that it reports; adding one needs
no other change. ``running`` runs the checks of texts and catalogs, ``project`` those of projects.
"""
