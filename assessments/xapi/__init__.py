"""Evidence told in xAPI (IEEE 9274.1.1): statements that any learning record store reads (docs/decisions/0037)."""
