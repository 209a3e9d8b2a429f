"""Real people's data. Refuses to start without its secrets; `check --deploy` finds nothing (docs/operating.md)."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings import env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import BASE_URL

if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must be set, and begin with https://: cards and certificates carry it.")

SECRET_KEY = env.secret("SECRET_KEY", minimum_length=50)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=True)
if env.flag("BEHIND_TLS_PROXY", default=False):  # only behind a proxy that strips this header from requests
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_NAME = "__Host-s"
SESSION_COOKIE_SECURE = True
SEAT_COOKIE_NAME = "__Host-seat"
CSRF_COOKIE_NAME = "__Host-c"
CSRF_COOKIE_SECURE = True

EMAIL_URL_HOST = env.text("EMAIL_HOST", "")
EMAIL_HOST = EMAIL_URL_HOST or "localhost"
EMAIL_PORT = env.integer("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_URL_HOST else "django.core.mail.backends.dummy.EmailBackend"
)
