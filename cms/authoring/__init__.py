"""The studio: what authors use in Wagtail's admin; its own screens are items, quizzes and exercises."""
