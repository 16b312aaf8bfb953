"""Translation memory: similar texts that were translated before."""
