"""Whether a translation may be shown: the one gate, at compile time and when a site loads it."""
