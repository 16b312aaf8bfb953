"""The site as files, for nginx or a content delivery network, identical to what is served."""
