"""The studio: what authors use in Wagtail's admin. Pages and groups in services, screens in items, quizzes, exercises."""
