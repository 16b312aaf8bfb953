"""The text of a .po file: read and written back to the byte, edited entry by entry, laid out."""
