"""Precomputed HTTP responses. No Flask, and nothing of this site.

``codings`` negotiates a content coding and ``compression`` applies it; ``represent`` makes a
response's representations, which ``ready`` serves; ``moves`` follows pages that got another
address; ``strictness`` rejects malformed requests.
"""
