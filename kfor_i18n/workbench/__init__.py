"""The workbench: a local web application in which people translate on the real page."""
