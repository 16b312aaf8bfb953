"""The site as files, for nginx or any content delivery network, with the bytes of the server."""
