"""Question files in and out: GIFT, Aiken, Moodle XML. Files are read and written in plain Python."""
