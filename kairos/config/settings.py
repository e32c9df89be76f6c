"""Django's settings, from the environment alone. What is unsafe is refused by `checks.refusals()` at start."""

from pathlib import Path

from csp.constants import NONE, SELF

from kairos.config import environment

BASE = Path(__file__).resolve().parent.parent

KAIROS_MODE = environment.text("KAIROS_MODE", "production")
KAIROS_BASE_URL = environment.text("KAIROS_BASE_URL", "http://localhost:8000").rstrip("/")
KAIROS_OPERATOR = environment.text("KAIROS_OPERATOR", "Service public de l’emploi")
KAIROS_MEDIA = environment.path("KAIROS_MEDIA", "var/media")
KAIROS_SEALS = environment.path("KAIROS_SEALS", "var/seals.jsonl")
KAIROS_REGISTER_URL = environment.text("KAIROS_REGISTER_URL")
KAIROS_REGISTER_TIMEOUT = environment.seconds("KAIROS_REGISTER_TIMEOUT", 2.0)
KAIROS_PROXIES = int(environment.text("KAIROS_PROXIES", "0"))
KAIROS_OIDC_ISSUER = environment.text("KAIROS_OIDC_ISSUER")
KAIROS_OIDC_CLIENT_ID = environment.text("KAIROS_OIDC_CLIENT_ID")
KAIROS_OIDC_CLIENT_SECRET = environment.text("KAIROS_OIDC_CLIENT_SECRET")
KAIROS_OIDC_NAME = environment.text("KAIROS_OIDC_NAME", "mon compte d’agent")
KAIROS_OIDC_SCOPE = environment.text("KAIROS_OIDC_SCOPE", "openid email profile")
KAIROS_OIDC_ACR = tuple(environment.text("KAIROS_OIDC_ACR").split())
KAIROS_OIDC_AMR = tuple(environment.text("KAIROS_OIDC_AMR").split())
KAIROS_OIDC_EMAILS_VERIFIED = environment.text("KAIROS_OIDC_EMAILS_VERIFIED") == "1"
KAIROS_OIDC_TIMEOUT = environment.seconds("KAIROS_OIDC_TIMEOUT", 3.0)
KAIROS_FRANCECONNECT_ISSUER = environment.text("KAIROS_FRANCECONNECT_ISSUER")
KAIROS_FRANCECONNECT_CLIENT_ID = environment.text("KAIROS_FRANCECONNECT_CLIENT_ID")
KAIROS_FRANCECONNECT_CLIENT_SECRET = environment.text("KAIROS_FRANCECONNECT_CLIENT_SECRET")
KAIROS_FRANCECONNECT_SCOPE = environment.text(
    "KAIROS_FRANCECONNECT_SCOPE", "openid given_name family_name preferred_username birthdate email"
)
KAIROS_FRANCECONNECT_ACR = tuple(environment.text("KAIROS_FRANCECONNECT_ACR", "eidas1").split())
KAIROS_FRANCECONNECT_FACTOR = environment.text("KAIROS_FRANCECONNECT_FACTOR")
KAIROS_PROCONNECT_ISSUER = environment.text("KAIROS_PROCONNECT_ISSUER")
KAIROS_PROCONNECT_CLIENT_ID = environment.text("KAIROS_PROCONNECT_CLIENT_ID")
KAIROS_PROCONNECT_CLIENT_SECRET = environment.text("KAIROS_PROCONNECT_CLIENT_SECRET")
KAIROS_PROCONNECT_SCOPE = environment.text("KAIROS_PROCONNECT_SCOPE", "openid given_name usual_name email")
KAIROS_PROCONNECT_ACR = tuple(environment.text("KAIROS_PROCONNECT_ACR").split())
KAIROS_PROCONNECT_AMR = tuple(environment.text("KAIROS_PROCONNECT_AMR").split())
KAIROS_PROCONNECT_EMAILS_VERIFIED = environment.text("KAIROS_PROCONNECT_EMAILS_VERIFIED") == "1"
KAIROS_FRAME = "kairos.identity.habilitations.frame.load"
KAIROS_ACTOR = "kairos.identity.habilitations.later.actor_of"
EMAIL_URL = environment.text("EMAIL_URL")
SMS_URL = environment.gateway(environment.text("SMS_URL"))
SMS_TOKEN = environment.text("SMS_TOKEN")
SMS_SENDER = environment.text("SMS_SENDER", "Kairos")
SMS_TIMEOUT = environment.seconds("SMS_TIMEOUT", 10.0)
KAIROS_MAILBOX_ONLY = KAIROS_MODE in ("demo", "test") and not EMAIL_URL

SECRET_KEY = environment.text("KAIROS_SECRET_KEY", "unset")
SECRET_KEY_FALLBACKS = environment.text("KAIROS_SECRET_KEY_PREVIOUS").split()
DEBUG = False
SECURE = KAIROS_BASE_URL.startswith("https://")
ALLOWED_HOSTS = [KAIROS_BASE_URL.split("://", 1)[-1].split(":")[0].split("/")[0]]
if not SECURE:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "testserver"]
CSRF_TRUSTED_ORIGINS = [KAIROS_BASE_URL]

INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "kairos.foundation",
    "kairos.foundation.uploads",
    "kairos.foundation.imports",
    "kairos.foundation.chain_checks",
    "kairos.identity.accounts",
    "kairos.identity.organisations",
    "kairos.identity.registers",
    "kairos.identity.memberships",
    "kairos.identity.guidance",
    "kairos.identity.habilitations",
    "kairos.identity.quality",
    "kairos.people.agencies",
    "kairos.people.jobseekers",
    "kairos.people.access",
    "kairos.people.requests",
    "kairos.offer.catalogue",
    "kairos.path.enrolments",
    "kairos.path.appointments",
    "kairos.path.attendance",
    "kairos.path.signing",
    "kairos.path.completion",
    "kairos.path.bundles",
    "kairos.path.following",
    "kairos.service.threads",
    "kairos.spaces",
    "kairos.design",
    "django.contrib.staticfiles",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

MIDDLEWARE = [
    "kairos.spaces.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kairos.spaces.compression.CompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kairos.spaces.incidents.IncidentMiddleware",
    "kairos.foundation.isolation.frame.FrameMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kairos.spaces.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "kairos.config.urls"
WSGI_APPLICATION = "kairos.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "design" / "templates", BASE / "spaces" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "kairos.design.environment.environment"},
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

DATABASES = {"default": environment.database(environment.text("DATABASE_URL", "postgresql:///unset"))}
if owner := environment.text("DATABASE_OWNER_URL"):
    DATABASES["owner"] = environment.database(owner)
    DATABASES["owner"]["OPTIONS"] |= {"options": "-c lock_timeout=5000 -c statement_timeout=0"}
    DATABASES["owner"]["CONN_MAX_AGE"] = 0
DATABASE_ROUTERS = ["kairos.config.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.path("KAIROS_STATIC", "var/static")
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": KAIROS_MEDIA},
    },
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_COOKIE_NAME = "__Host-kairos-csrf" if SECURE else "kairos-csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "kairos.spaces.refusals.csrf_failure"
SESSION_COOKIE_NAME = "__Host-kairos" if SECURE else "kairos"
DEVICE_COOKIE_NAME = "__Host-kairos-device" if SECURE else "kairos-device"
LEAVING_COOKIE_NAME = "__Host-kairos-leaving" if SECURE else "kairos-leaving"
THEME_COOKIE_NAME = "__Host-theme" if SECURE else "theme"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "upgrade-insecure-requests": SECURE,
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the grid of habilitations: 200 people, 21 boxes each
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["kairos.foundation.uploads.receiving.Receiver"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20

DEFAULT_FROM_EMAIL = environment.text("KAIROS_FROM_EMAIL", "Kairos <ne-pas-repondre@kairos.example>")
locals().update(environment.mail(EMAIL_URL))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kairos.foundation.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(incident)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("KAIROS_LOG", "WARNING")},
    "loggers": {"django.request": {"level": "CRITICAL"}, "django.security": {"level": "ERROR"}},
}
