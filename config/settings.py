"""All settings, read from the environment.

With no variable set the program starts on SQLite under var/ and answers on loopback alone.
ALLOWED_HOSTS naming any other host is production: then SECRET_KEY is demanded and cookies,
HTTPS redirect and HSTS are strict.
"""

import hmac
import secrets
from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import following, logs, oidc, thresholds

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK)
PRODUCTION = any(host not in LOOPBACK for host in ALLOWED_HOSTS)
DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG cannot be on when ALLOWED_HOSTS names a public host.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty.")


def _secret_key() -> str:
    """The key of the environment; off production a key of this machine's own, kept in var/."""
    key = env.str("SECRET_KEY", default="")
    if key:
        return key
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set when ALLOWED_HOSTS names a public host.")
    return _kept_key("secret_key")


def _kept_key(name: str) -> str:
    path = VAR_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])


def _audit_keys() -> list[str]:
    """Keys of the access log's seals: the first one seals, all of them verify.

    In production without AUDIT_KEY they come from SECRET_KEY, on which earlier seals then rest.
    """
    keys: list[str] = env.list("AUDIT_KEY", default=[])
    if keys:
        return keys
    if PRODUCTION:
        return [hmac.new(SECRET_KEY.encode(), b"seals of the access log", "sha256").hexdigest()]
    return [_kept_key("audit_key")]


AUDIT_KEYS = _audit_keys()

# The municipality and what it calls its officers (domain.md: both labels have changed before).
MUNICIPALITY = env.str("MUNICIPALITY", default="Trondheim")
MUNICIPALITY_NUMBER = env.str("MUNICIPALITY_NUMBER", default="5001")
# Synthetic and help numbers pass as persons' numbers; a demo database always takes them.
SYNTHETIC_NUMBERS_ALLOWED = env.bool("SYNTHETIC_NUMBERS_ALLOWED", default=not PRODUCTION)
# From this age a child may give consent on its own behalf (15, or 16 as health law has it).
OWN_CONSENT_AGE = env.int("OWN_CONSENT_AGE", default=15)
# Days within which a child is mapped after its parents asked for help (measure 3a).
MAPPING_DUE_DAYS = env.int("MAPPING_DUE_DAYS", default=14)
FORM_DRAFT_DAYS = env.int("FORM_DRAFT_DAYS", default=7)
FULL_MAPPING_MONTHS = env.int("FULL_MAPPING_MONTHS", default=6)
ADVICE_OFFER_DAYS = env.int("ADVICE_OFFER_DAYS", default=183)
# Who decides appeals, by kind of decision; the one without a kind is for all others.
APPEAL_BODIES = {
    "": env.str("APPEAL_BODY", default="Statsforvalteren i Trøndelag"),
    "housing": env.str("APPEAL_BODY_HOUSING", default="Statsforvalteren i Trøndelag"),
}
# Whether the file that a citizen gets names the members of staff who have looked.
SUBJECT_FILE_NAMES_STAFF = env.bool("SUBJECT_FILE_NAMES_STAFF", default=False)
EXECUTIVE_TITLE = env.str("EXECUTIVE_TITLE", default="Kommunedirektøren")

INSTALLED_APPS = [
    "config",
    "accounts",
    "households",
    "decisions",
    "benefits",
    "children",
    "housing",
    "coordination",
    "reports",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "django_celery_beat",
    "django_celery_results",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.PlainMethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.DemoGuardMiddleware",
    "accounts.middleware.UndecidedMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.ExplainedRefusalMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.navigation.frame",
            ],
            "libraries": {"osk": "config.templatetags"},
        },
    }
]

# Data. ATOMIC_REQUESTS stays off: a failing view must not erase its own row in the access log.
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'osk.sqlite3'}")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] |= {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    # Compiling a query of many short sub-queries takes longer than running it.
    DATABASES["default"]["OPTIONS"] |= {"connect_timeout": 2, "options": "-c jit=off"}
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# The heads of the access log's seals, one file for each database, added to and never changed.
AUDIT_HEADS = VAR_DIR / "seals" / f"{Path(str(DATABASES['default']['NAME'])).stem}.jsonl"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
REPORT_DIR = VAR_DIR / "reports"
UPLOAD_DIR = VAR_DIR / "uploads"
SUBJECT_FILE_DIR = VAR_DIR / "subject_files"
LETTER_DIR = VAR_DIR / "letters"
# Documents of households: kept as long as the household is, so they belong in the backup.
DOCUMENT_DIR = Path(env.str("DOCUMENT_DIR", default=str(VAR_DIR / "documents")))
# A command that is given a file's path and ends with 0 for clean, 1 for harmful; empty: no scan.
DOCUMENT_SCAN = env.str("DOCUMENT_SCAN", default="")
FONT_DIR = VAR_DIR / "fonts"

# Language and time: bokmål, also in Django's own texts; days are those of Oslo.
LANGUAGE_CODE = "nb"
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True

# Static files: third-party ones are served from where npm installed them.
NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/designsystemet-css", NODE_MODULES / "@digdir/designsystemet-css/dist/src"),
    ("vendor/designsystemet-web", NODE_MODULES / "@digdir/designsystemet-web/dist/umd"),
    ("vendor/inter", NODE_MODULES / "@fontsource-variable/inter/files"),
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Login: django-allauth with user name and password, and a second factor for every role that
# reaches personal data. Only a demo database may do without (accounts/second_factor.py).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds that a one-time link is good for
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# A key is a user name from one address: the longer it is wrong, the longer the wait. For a second
# factor the key is the user, from whatever address.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,10/1h/key,20/1d/key,60/5m/ip",
    "login": "120/m/ip",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Proxies that add to X-Forwarded-For; too many and anyone could choose the address that is logged.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front_page"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

MFA_REQUIRED = env.bool("MFA_REQUIRED", default=True)
if PRODUCTION and not MFA_REQUIRED:
    raise ImproperlyConfigured("MFA_REQUIRED cannot be off when ALLOWED_HOSTS names a public host.")
MFA_ADAPTER = "accounts.adapter.SealedMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = f"OSK-sak {MUNICIPALITY}"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "accounts.forms.LoginCodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "authenticate_webauthn": "accounts.forms.LoginKeyForm",
    "reauthenticate_webauthn": "accounts.forms.ConfirmKeyForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "edit_webauthn": "accounts.forms.RenameKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Login at the municipality's own provider, off unless OIDC_PROVIDERS names one (config/oidc.py).
OIDC_PROVIDERS = oidc.read(env.str("OIDC_PROVIDERS", default=""), secure=PRODUCTION)
SOCIALACCOUNT_ADAPTER = "accounts.adapter.ClosedSocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [p.as_app() for p in OIDC_PROVIDERS]}}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

# Sessions: in the database, 30 minutes idle, 10 hours at the most. SessionAgeMiddleware stores
# the session of a busy user each minute; at each request would make every page that reads write.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ABSOLUTE_AGE = timedelta(hours=10)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Messages stay out of cookies: they may tell what was done, and a cookie of theirs has no __Host-.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^helse/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *oidc.origins(OIDC_PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Cache: in the database, since every process must count the same failed logins.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

# Jobs. Truth is a row in the database; the queue only hints, so a lost hint is found by beat.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,
}
if CELERY_BROKER_URL.startswith("filesystem"):
    QUEUE_DIR = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
    }
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 480
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "seal access log": {"task": "accounts.tasks.seal_access_log", "schedule": 60.0},
    "fill access reviews": {
        "task": "coordination.tasks.fill_access_reviews",
        "schedule": crontab(minute=30, hour=3),
    },
    "close accounts": {"task": "accounts.tasks.close_accounts", "schedule": 900.0},
    "sweep reports": {"task": "reports.tasks.sweep", "schedule": 60.0},
    "sweep imports": {"task": "benefits.tasks.sweep", "schedule": 60.0},
    "begin leaves in KVP": {"task": "benefits.tasks.begin_kvp_leaves", "schedule": 3600.0},
    "work out flags of changed households": {
        "task": "coordination.tasks.recompute_touched_flags",
        "schedule": 30.0,
    },
    "work out all flags": {
        "task": "coordination.tasks.recompute_all_flags",
        "schedule": crontab(minute=30, hour=2),
    },
    "sweep the citizen's files": {"task": "coordination.tasks.sweep", "schedule": 60.0},
    "last year's report": {
        "task": "reports.tasks.make_last_years_report",
        "schedule": crontab(minute=0, hour=6, day_of_month="14-31", month_of_year=1),
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "designsystemet"
FORM_RENDERER = "config.fields.Renderer"
CRISPY_FAIL_SILENTLY = False
DJANGO_TABLES2_TEMPLATE = "django_tables2/designsystemet.html"

# Logs: one JSON object a line, with the request's id; the address stands in the access log only.
LOGGING = logs.configure(env.str("LOG_LEVEL", default="WARNING"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
OSK_MEETING_CAPACITY = thresholds.meeting_capacity(env)
BREAK_GLASS_HOURS = thresholds.break_glass_hours(env)
FLAGS, PLANS, KVP = thresholds.flags(env), thresholds.plans(env), thresholds.kvp(env)
MEASURES, HOUSING = thresholds.measures(env), thresholds.housing(env)
LODGING, TENANCIES = thresholds.lodging(env), thresholds.tenancies(env)
PLAN_REMINDER_DAYS = thresholds.plan_reminder_days(env)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo")
FULL_MAPPING_REASONS = following.FULL_MAPPING_REASONS
DECISION_FOLLOWERS = following.DECISION_FOLLOWERS
DECISION_COMPANIONS = following.DECISION_COMPANIONS
DECISION_OUTCOMES = following.DECISION_OUTCOMES
DECISION_WARNINGS = following.DECISION_WARNINGS
