"""The workbench's web application, and its scripts."""
