"""The application whose pages are shown: its process, its pages, and where its messages are."""
