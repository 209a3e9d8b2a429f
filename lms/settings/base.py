"""Settings shared by every way to run Déclic; the environment tells what differs by machine (docs/operating.md)."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from lms.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that a run writes: database, uploads, collected files. Outside the code when asked.
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))

DEBUG = False
ALLOWED_HOSTS: list[str] = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# The address in QR codes and links: never taken from a request's Host.
BASE_URL = env.url("BASE_URL", "http://127.0.0.1:8000", schemes=["http", "https"]).rstrip("/")
SITE_NAME = env.text("SITE_NAME", "Déclic")
# Whom to write to or call when a page stops somebody: shown by the accessibility statement.
ACCESSIBILITY_CONTACT = env.text("ACCESSIBILITY_CONTACT", "")

INSTALLED_APPS = [
    "cms",
    "courses",
    "assessments",
    "lms",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.web.middleware.CompressedPagesMiddleware",
    "lms.web.readonly.ReadOnlyGetsMiddleware",
    "lms.web.middleware.ContentSecurityPolicyMiddleware",
    "lms.web.limits.CookieLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.web.middleware.LanguageMiddleware",
    "lms.web.limits.RequestLimitsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.web.middleware.PrivateResponsesMiddleware",
    "lms.web.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.signin.middleware.SessionEndMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.web.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# SQLite in WAL with IMMEDIATE transactions by default (no autosave lost under a class's load), else DATABASE_URL.
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env.url(
            "DATABASE_URL",
            f"sqlite:///{DATA_DIR / 'declic.sqlite3'}",
            schemes=["sqlite", "postgres", "postgresql"],
        ),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
    )

# Rate limits need one cache that all processes share; content caches stay in each process. In a database, counting on
# starts a counter's time again at the default timeout, in seconds: longer than any window.
CACHE_URL = env.url("CACHE_URL", schemes=["redis", "rediss"])
# Beyond so many counters those that are over go, and no other (the billionth part of them is none): Django's own
# 300, of which it then drops a third, would let a flood of odd codes make the counters of guesses begin anew.
DATABASE_CACHE: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "shared_cache",
    "TIMEOUT": 3600,
    "OPTIONS": {"MAX_ENTRIES": 2000, "CULL_FREQUENCY": 1_000_000_000},
}
CACHES: dict[str, Any] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
        if CACHE_URL
        else DATABASE_CACHE
    ),
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}

# Jobs: the row is the truth. With a broker Celery carries it, without one our polling worker does.
CELERY_BROKER_URL = env.url("CELERY_BROKER_URL", schemes=["redis", "rediss"])
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "lms.tasks.sweep_jobs", "schedule": timedelta(seconds=30)},
    "forget-sessions": {"task": "lms.tasks.forget_sessions", "schedule": timedelta(hours=1)},
    "forget-trials": {"task": "lms.tasks.forget_trials", "schedule": timedelta(hours=1)},
    "close-overdue-attempts": {"task": "assessments.tasks.close_overdue_attempts", "schedule": timedelta(minutes=1)},
    "sweep-handed-files": {"task": "assessments.tasks.sweep_handed_files", "schedule": timedelta(days=1)},
    "forget-h5p-statements": {"task": "assessments.tasks.forget_h5p_statements", "schedule": timedelta(days=1)},
    "sweep-h5p-files": {"task": "assessments.tasks.sweep_h5p_files", "schedule": timedelta(days=1)},
    "sweep-h5p-imports": {"task": "assessments.tasks.sweep_imports", "schedule": timedelta(days=1)},
    "sweep-foresights": {"task": "courses.tasks.sweep_foresights", "schedule": timedelta(hours=1)},
    "send-statements": {"task": "courses.tasks.send_statements", "schedule": timedelta(minutes=1)},
    "publish-scheduled": {"task": "cms.tasks.publish_scheduled", "schedule": timedelta(minutes=1)},
}
# A learning record store that is told what people did, in xAPI; nothing leaves where none is named.
XAPI_LRS_URL = env.url("XAPI_LRS_URL", schemes=["http", "https"]).rstrip("/")
XAPI_LRS_KEY = env.text("XAPI_LRS_KEY") if XAPI_LRS_URL else ""
XAPI_LRS_SECRET = env.secret("XAPI_LRS_SECRET", minimum_length=8) if XAPI_LRS_URL else ""
JOB_LEASE_SECONDS = 300
JOB_MAX_TRIES = 5


def _storages(address: str) -> dict[str, Any]:
    """The storage of uploads: folders by default, or one S3-type bucket (s3://key:secret@bucket?endpoint=https://…)."""
    if not address:
        folder = "django.core.files.storage.FileSystemStorage"
        return {
            "default": {
                "BACKEND": folder,
                "OPTIONS": {"location": DATA_DIR / "media", "base_url": "/media/"},
            },
            "private": {"BACKEND": folder, "OPTIONS": {"location": DATA_DIR / "private", "base_url": None}},
            "h5p": {"BACKEND": folder, "OPTIONS": {"location": DATA_DIR / "h5p", "base_url": None}},
        }
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    bucket = {
        "bucket_name": parts.hostname,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "querystring_auth": True,
        "default_acl": None,
        "file_overwrite": False,
    }
    names = {"default": "media", "private": "private", "h5p": "h5p"}
    return {
        alias: {"BACKEND": "lms.web.storage.BucketStorage", "OPTIONS": {**bucket, "location": folder}}
        for alias, folder in names.items()
    }


STORAGES: dict[str, Any] = {
    **_storages(env.url("STORAGE_URL", schemes=["s3"])),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
# `vendor` is filled by `manage.py assets` from the npm lock: third-party files are never committed.
VENDOR_DIR = Path(env.text("VENDOR_DIR", str(BASE_DIR / "var" / "vendor")))
NODE_MODULES_DIR = Path(env.text("NODE_MODULES_DIR", str(BASE_DIR / "node_modules")))
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static", ("vendor", VENDOR_DIR)]
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
H5P_CORE_DIR = NODE_MODULES_DIR / "h5p-standalone" / "dist"
PDF_FONT_DIRS = [
    NODE_MODULES_DIR / "@expo-google-fonts" / "noto-sans",
    NODE_MODULES_DIR / "@expo-google-fonts" / "noto-sans-arabic",
]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A whole request, files included (lms.web.limits): staff send films, which RECORDING_MAX_SIZE judges with kind words.
REQUEST_MAX_SIZE = 20 * 1024 * 1024
STAFF_REQUEST_MAX_SIZE = 120 * 1024 * 1024
# All that one person hands in, in megabytes
HANDIN_QUOTA = env.integer("HANDIN_QUOTA", default=200, minimum=10) * 1024 * 1024

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_TZ = True

# People and sessions
AUTH_USER_MODEL = "lms.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SEAT_COOKIE_NAME = "declic_seat"  # on a registered shared computer: it outlives the sessions of those who sit there
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # it goes with the browser, like the session
CSRF_COOKIE_SAMESITE = "Lax"
# In the session, not in a cookie of its own: no message waits for the next person at this computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "lms.web.views.csrf_failure"
# Ends of sessions, in seconds (security.md 2.1; learners' idle end is their structure's)
LEARNER_ABSOLUTE_SECONDS = 4 * 3600
STAFF_IDLE_SECONDS = 30 * 60
STAFF_ABSOLUTE_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = STAFF_ABSOLUTE_SECONDS  # after it nobody can come back: the row is forgotten (lms.tasks)
# How long the work of somebody who tries without an account waits for its author
TRIAL_DAYS = env.integer("TRIAL_DAYS", default=30, minimum=1)
# How long the xAPI statements of H5P exercises are kept; scores and the answers to each question stay
H5P_STATEMENT_DAYS = env.integer("H5P_STATEMENT_DAYS", default=400, minimum=30)
# The most extra time that a trainer may give a person in exercises with a time limit, as a share of that limit
MOST_EXTRA_TIME = env.fraction("MOST_EXTRA_TIME", default=Fraction(1, 3))
# The most breaks, in the same way: a quarter is 5 minutes for each 20 minutes
MOST_BREAKS = env.fraction("MOST_BREAKS", default=Fraction(1, 4))
ADMINISTRATORS_NEED_SECOND_FACTOR = env.flag("ADMINISTRATORS_NEED_SECOND_FACTOR", default=True)

# How long a link to set a password works; it works once (lms.accounts.services.issue_password_link)
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600

ACCOUNT_ADAPTER = "lms.signin.adapter.StaffAccountAdapter"
ACCOUNT_FORMS = {"login": "lms.signin.forms.StaffSignInForm"}
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # signing in ends the session that the last person left open
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "300/10m/ip", "login_failed": "100/10m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is optional here, and never proves who someone is

# The guard that makes any other write of a GET fail (lms.web.readonly) is on while building and testing.
GUARD_READ_ONLY_GETS = False
TABLES_WRITTEN_ON_READ = {
    "lms_entry",  # the journal: who looked, who was refused
    "django_session",
    "lms_opensession",  # it goes with its session, at the first page asked for after an idle end
    "shared_cache",  # the counters of rate limits
    "cms_rendition",  # the sizes of a picture, made when first shown
    "mfa_authenticator",  # allauth notes that spare codes were shown
}

# Content Security Policy (security.md § 6): site, and admin by lms.web.middleware
CSP_SITE: dict[str, list[str]] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}
CSP_ADMIN: dict[str, list[str]] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP_SITE}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Wagtail: one trust level, nothing fetched from outside
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "staff_sign_in"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
# Drafts save themselves once one pauses, in milliseconds: at each half second, a slow line would never be free
# and “Publish” would meet a save under way.
WAGTAIL_AUTOSAVE_INTERVAL = 2000
# One clock for the house: the list of the machine would hold names that browsers refuse ("localtime").
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "txt"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_MODEL = "cms.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp", "webp": "webp"}
RECORDING_MAX_SIZE = 100 * 1024 * 1024  # bytes: ten minutes of film at a size that a slow line can play
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAIL_WORKFLOW_ENABLED = True
TAGGIT_CASE_INSENSITIVE = True

# Demo
DEMO_ALLOWED = False
DEMO_SEED = env.text("DEMO_SEED", "declic")

DEFAULT_EXCEPTION_REPORTER_FILTER = "lms.web.reports.DiscreetFilter"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "wagtailadmin.W003",  # BASE_URL is always set above
]
