"""The trainer's desk: learners, cohorts, class sessions, cards and PINs in one place. It has no models."""
