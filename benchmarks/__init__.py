"""Measurements on real catalogs; ``python -m benchmarks.corpus`` fetches these first."""
