"""The text of .po files: lossless parsing, editing entry by entry, wrapping and formatting."""
