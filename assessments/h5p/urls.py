from django.urls import path, re_path

from assessments.h5p import frame_views, otherwise, previews, views

urlpatterns = [
    path("h5p/shell/", frame_views.shell, name="h5p_shell"),
    re_path(r"^h5p/bundle/(?P<name>[0-9a-f]{40})\.(?P<kind>js|css)$", frame_views.bundle, name="h5p_bundle"),
    re_path(
        r"^h5p/core/(?P<core>[0-9a-f]{64})/(?P<name>[a-z0-9\-]{1,40}\.woff2)$",
        frame_views.core_font_file,
        name="h5p_core_font",
    ),
    # Before the files of versions, which would take its address; below /h5p/f/, where the frame's policy lets them be.
    path("h5p/f/draft/<str:token>/<path:path>", previews.draft_file, name="h5p_draft_file"),
    path("h5p/f/<str:token>/<path:path>", frame_views.content_file, name="h5p_content_file"),
    re_path(r"^h5p/l/(?P<tree>[0-9a-f]{64})/(?P<path>.+)$", frame_views.library_file, name="h5p_library_file"),
    path("h5p/attempts/<uuid:attempt>/statements/", views.statements, name="h5p_statements"),
    path("h5p/attempts/<uuid:attempt>/state/", views.state, name="h5p_state"),
    path("h5p/attempts/<uuid:attempt>/finish/", views.finish, name="h5p_finish"),
    path("h5p/<uuid:activity>/autrement/", otherwise.otherwise, name="h5p_otherwise"),
    path("h5p/<uuid:activity>/play/", views.play, name="h5p_play"),
]
