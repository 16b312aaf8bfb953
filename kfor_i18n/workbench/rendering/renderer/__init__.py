"""The process that renders pages of an application, for the workbench to show."""
