"""Questions of the bank as H5P exercises: one question as its type, several as a question set."""
