"""The site as files, for nginx or any content delivery network: the bytes that the server sends."""
