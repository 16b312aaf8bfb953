"""Three versions of a catalog made into one, message by message; what git's merge driver runs."""
