"""Settings, all from the environment (and `.env`), each with a default that is safe on a new machine."""

import secrets
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import postgres
from config.languages import languages

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"  # all that this machine makes: the database, the secret key, collected files

env = Env()
env.read_env(str(BASE_DIR / ".env"))


def local_secret() -> str:
    """The key of a local run: made once and kept in `var/`, readable by its owner alone."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        made = VAR / f"secret_key.{secrets.token_hex(4)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(60))
        made.replace(path)
    return path.read_text()


# --- who runs this, and where
PRODUCTION: bool = env.bool("PRODUCTION", False)
DEBUG: bool = env.bool("DEBUG", False)
SECRET_KEY: str = env.str("SECRET_KEY", "") or ("" if PRODUCTION else local_secret())
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CONTACT: str = env.str("CONTACT", "")
if PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured("PRODUCTION needs SECRET_KEY: a long random text that is kept secret.")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("PRODUCTION needs ALLOWED_HOSTS: the finder's host names, parted by commas.")

# --- the registry
REGISTRY_URL: str = env.str("REGISTRY_URL", "https://clinicaltrials.gov/api/v2").rstrip("/")
REGISTRY_DELAY: float = env.float("REGISTRY_DELAY", 1.5)  # seconds between two requests
REGISTRY_TIME_LIMIT: float = env.float("REGISTRY_TIME_LIMIT", 4 * 3600)  # seconds that one run may take
REGISTRY_SCOPE: str = env.str("REGISTRY_SCOPE", "field")  # "field", or "all": studies outside it are shown too
if REGISTRY_SCOPE not in ("field", "all"):
    raise ImproperlyConfigured(f"REGISTRY_SCOPE is {REGISTRY_SCOPE!r}; it can be field or all.")

# --- the map: outlines of our own; or tiles of a server: "https://{s}.tiles.example/{z}/{x}/{y}.png"
MAP_TILES: str = env.str("MAP_TILES", "")
MAP_TILES_ATTRIBUTION: str = env.str("MAP_TILES_ATTRIBUTION", "")

# --- the database: a server that DATABASE_URL names, or our own
DATABASE_URL: str = env.str("DATABASE_URL", "")
EMBEDDED_DATABASE = not DATABASE_URL
DATABASES = {"default": dj_database_url.parse(DATABASE_URL or postgres.url(VAR / "postgres"))}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgresql://user@host/name")
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}

# --- Django
INSTALLED_APPS = [
    "config.apps.HouseConfig",
    "config.apps.FinderAdmin",
    "modeltrans",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "tree_queries",
    "procrastinate.contrib.django",
    "sources",
    "conditions",
    "trials",
    "guide",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "config.preloading.Preload",
    "config.caching.CacheControl",
    "django.middleware.locale.LocaleMiddleware",
    "config.remembering.RememberedLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages(BASE_DIR / "locale")
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Its files alone: its app wants GIS libraries.
LEAFLET = Path(find_spec("leaflet").origin).parent / "static" / "leaflet"
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", LEAFLET)]
# What is rendered of a trial, by all that it says: never old, and nobody else's.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False  # a file that was not collected costs its long caching, not the page

# --- background work: jobs in the database, done by `manage.py procrastinate worker`
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 1, "delete_jobs": "successful"}
# A worker that starts just after a job's hour leaves it out: trials.tasks.catch_up asks for a sync that was missed.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 60}

# --- safety
REQUIRE_2FA: bool = env.bool("REQUIRE_2FA", PRODUCTION)
OTP_TOTP_ISSUER = "Cell-Therapy Trial Finder"  # what an editor's authenticator app calls us
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_HTTPONLY = True
# A patient's search must not reach another site in a Referer header.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
if MAP_TILES:
    tiles = urlsplit(MAP_TILES)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"{tiles.scheme}://{tiles.netloc}".replace("{s}", "*"))
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Nothing of a visitor's search is logged: no line of ours holds an address, and the server writes no access log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_address": {"()": "config.privacy.WithoutAddress"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "trials": {"level": "INFO"},
        "urllib3": {"level": "ERROR"},
        "psycopg.pool": {"level": "ERROR"},  # what it cannot connect to is said by whoever asked
        "django.request": {"level": "ERROR", "filters": ["no_address"]},
    },
}
