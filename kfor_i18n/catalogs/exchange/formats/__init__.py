"""The file formats that translators' tools read and write."""
