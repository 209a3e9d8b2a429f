"""What people did, told outside in xAPI: as files, and to a learning record store (docs/decisions/0037)."""
