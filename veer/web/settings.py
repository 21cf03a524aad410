"""Django's settings. What differs between installations comes from the environment (see environment.py)."""

from pathlib import Path

from csp.constants import NONE, SELF

from veer.web import environment

BASE_DIR = Path(__file__).resolve().parents[2]

# ---------- What this installation is ----------

DEMO = environment.flag("DEMO") or environment.unconfigured()
DEBUG = False

if DEMO:
    DATA_DIR = Path(environment.text("DATA_DIR") or BASE_DIR / "var" / "demo").resolve()
    SECRET_KEY = environment.kept_secret(DATA_DIR / "secret")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
else:
    DATA_DIR = Path(environment.required("DATA_DIR", "uploads and letters need a folder outside the program")).resolve()
    SECRET_KEY = environment.required("SECRET_KEY", "sessions and links are signed with it")
    ALLOWED_HOSTS = environment.items("HOSTS")

SECRET_KEY_FALLBACKS = environment.items("OLD_SECRET_KEYS")  # they still open what they closed

SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https:") else []

HELP = environment.help_desk(invented=DEMO)

# ---------- Rooms ----------

INSTALLED_APPS = [
    "veer.journal",
    "veer.access",
    "veer.people",
    "veer.quotas",
    "veer.letters",
    "veer.cases",
    "veer.reception",
    "veer.sponsorship",
    "veer.matching",
    "veer.municipalities",
    "veer.safeguarding",
    "veer.openness",
    "veer.web",  # before allauth: its templates stand in place of theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "veer.web.oidc",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "veer.web.middleware.DemoStaysHome",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "veer.web.middleware.LanguageMiddleware",
    "veer.web.middleware.NearlyOurs",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "veer.web.sessions.SeenNowAndThen",
    "veer.web.second_factor.SecondFactor",
    "veer.openness.one_reader.OneReader",
    "django_htmx.middleware.HtmxMiddleware",
]

FORM_RENDERER = "veer.web.forms.Renderer"
ROOT_URLCONF = "veer.web.urls"
WSGI_APPLICATION = "veer.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "veer.web.templatetags.veer"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---------- Data ----------

DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL") or f"sqlite:///{DATA_DIR}/veer.sqlite3"),
    # The coach's database: own credential, own backup, no foreign key to or from the other.
    "guidance": environment.database(
        environment.text("GUIDANCE_DATABASE_URL") or f"sqlite:///{DATA_DIR}/guidance.sqlite3"
    ),
}
DATABASE_ROUTERS = ["veer.guidance.router.GuidanceRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = DATA_DIR / "uploads"  # never under an address: a view checks who asks and hands the file out
RETENTION = Path(environment.text("RETENTION") or BASE_DIR / "veer" / "web" / "retention.yaml")  # how long data is kept
CLAMD = environment.text("CLAMD")  # where the virus scanner listens: host:port, or the path of its socket
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CACHES = {
    "default": {
        # Shared by all web processes, so that counting attempts at a password cannot be split among them.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "veer_cache",
    }
}

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if DEMO else "django_tasks_db.DatabaseBackend",
    }
}

# ---------- Who is there ----------

AUTH_USER_MODEL = "people.Account"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # e-mail is unique whatever its capitals, by a constraint that this check cannot see
    "security.W005",  # whether all subdomains have HTTPS, and
    "security.W021",  # whether browsers are told so in advance, is for whoever owns the domain
    "security.W019",  # our own pages frame our own letters
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
SESSION_COOKIE_AGE = 12 * 60 * 60

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # typed on the same page, so that nobody loses where they were going
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Veer: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_ADAPTER = "veer.web.signin.Accounts"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a screen left open changes no password, address or second factor
ACCOUNT_RATE_LIMITS = {  # what is counted is a table that all processes share; docs/decisions/0008-sign-in.md
    "login_failed": "30/15m/ip,5/15m/key",
    "request_login_code": "30/15m/ip,5/15m/key",
    "reset_password": "30/15m/ip,5/15m/key",
    "reauthenticate": "10/15m/user",
    "printed_code": "10/15m/ip",
    "concern": "10/15m/ip",
}

SECOND_FACTOR = environment.choice("SECOND_FACTOR", "offered" if DEMO else "required", ("required", "offered"))
PROOF_MINUTES = environment.number("PROOF_MINUTES", 15)  # so long a signature needs no new proof of who signs
ACCOUNT_REAUTHENTICATION_TIMEOUT = PROOF_MINUTES * 60
MFA_ADAPTER = "veer.web.signin.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "veer.web.passkeys.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Veer"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ

IDENTITY_PROVIDERS = environment.identity_providers()
SOCIALACCOUNT_ADAPTER = "veer.web.signin.Elsewhere"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # that somebody has an address elsewhere opens no account here
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": one["id"],
                "name": one["name"],
                "client_id": one["client_id"],
                "secret": one["secret"],
                "settings": {"server_url": one["issuer"], "oauth_pkce_enabled": True},
            }
            for one in IDENTITY_PROVIDERS
        ]
    }
}

# ---------- Language and time ----------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("ar", "العربية"),
]
FORMAT_MODULE_PATH = "veer.web.formats"
LOCALE_PATHS = [BASE_DIR / "veer" / "web" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# ---------- Mail ----------

DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "Veer <no-reply@veer.invalid>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if DEMO:
    EMAIL_BACKEND = "veer.web.mail.KeptMail"
else:
    globals().update(environment.mail(environment.required("MAIL_URL", "people are told things by mail")))

# ---------- Static files ----------

STATIC_URL = "/static/"
STATIC_ROOT = None if DEMO else BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# ---------- Safety ----------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF, *environment.origins(IDENTITY_PROVIDERS)],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the letter stands in a frame of our own page
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60

PROXIES = environment.number("PROXIES", 0)  # how many of our own stand before us
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ---------- Records of running ----------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"veer": {"level": "INFO"}, "django": {"handlers": [], "level": "WARNING"}},
}
