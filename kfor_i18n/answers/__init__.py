"""Answers to HTTP requests that are ready before anybody asks. No Flask, and nothing of this site.

``codings`` chooses how bytes travel, ``compression`` makes them so, ``ready`` keeps and finds them.
"""
