"""Forms made from the semantics of H5P libraries: what they show, and what comes of what is sent. Plain Python."""
