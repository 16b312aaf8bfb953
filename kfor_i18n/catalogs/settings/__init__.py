"""The settings of a project, and the paths of its files that they define."""
