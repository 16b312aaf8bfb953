"""The settings of a project, and where they say that its files are."""
