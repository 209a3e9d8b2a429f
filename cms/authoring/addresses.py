"""Addresses of the studio's own screens, under /admin/."""

from django.urls import path

from cms.authoring import bank, categories, exchange, exercises, item_history, items, quizzes, recordings, structures

urlpatterns = [
    path("questions/", bank.index, name="studio_items"),
    path("questions/ajouter/<slug:interaction>/", items.add, name="studio_item_add"),
    path("questions/<uuid:uuid>/", items.edit, name="studio_item"),
    path("questions/<uuid:uuid>/retirer/", items.retire, name="studio_item_retire"),
    path("questions/<uuid:uuid>/versions/", item_history.index, name="studio_item_versions"),
    path("questions/<uuid:uuid>/reposer/", items.restore, name="studio_item_restore"),
    path("questions/importer/", exchange.bring, name="studio_import"),
    path("questions/exporter/", exchange.take, name="studio_export"),
    path("questions/exporter/fichier/", exchange.take_file, name="studio_export_file"),
    path("questions/categories/", categories.index, name="studio_categories"),
    path("questions/categories/ajouter/", categories.add, name="studio_category_add"),
    path("questions/categories/<uuid:uuid>/", categories.edit, name="studio_category"),
    path("questions/categories/<uuid:uuid>/retirer/", categories.remove, name="studio_category_remove"),
    path("quiz/", quizzes.index, name="studio_quizzes"),
    path("quiz/ajouter/", quizzes.add, name="studio_quiz_add"),
    path("quiz/<uuid:uuid>/", quizzes.edit, name="studio_quiz"),
    path("quiz/<uuid:uuid>/retirer/", quizzes.retire, name="studio_quiz_retire"),
    path("h5p/", exercises.index, name="studio_exercises"),
    path("h5p/ajouter/", exercises.add, name="studio_exercise_add"),
    path("h5p/<uuid:uuid>/", exercises.edit, name="studio_exercise"),
    path("h5p/<uuid:uuid>/apercu/", exercises.preview, name="studio_exercise_preview"),
    path("h5p/bibliotheques/", exercises.libraries, name="studio_libraries"),
    path("h5p/bibliotheques/decider/", exercises.decide, name="studio_libraries_decide"),
    path("sons/", recordings.index, name="studio_recordings"),
    path("sons/ajouter/", recordings.add, name="studio_recording_add"),
    path("sons/<int:pk>/", recordings.edit, name="studio_recording"),
    path("sons/<int:pk>/retirer/", recordings.delete, name="studio_recording_delete"),
    path("structures/", structures.index, name="studio_structures"),
    path("structures/ajouter/", structures.add, name="studio_structure_add"),
    path("structures/<uuid:uuid>/", structures.edit, name="studio_structure"),
]
