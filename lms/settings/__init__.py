"""Settings by way of running: dev (make run), test, production."""
