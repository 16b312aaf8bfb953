"""Checks of catalogs and projects: advice around the validation, which alone decides what is shown.

A check is one function in a module of ``rules``, with the code that it finds; nothing else is
touched to add one. ``running`` runs them, ``project`` runs those that look at the whole project.
"""
