"""The checks, one module for each family; ``load_checks`` imports every module in this package."""
