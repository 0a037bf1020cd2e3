"""Settings for the package django-scim2, which owns routes, adapters, filters and PATCH. SQLite, as Django ships it."""

import os
import secrets

SECRET_KEY = secrets.token_hex(32)
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "django_site.routes"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django_scim", "django_site"]
MIDDLEWARE = ["django_site.routes.everybody_is_signed_in"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}}
AUTH_USER_MODEL = "django_site.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
SCIM_SERVICE_PROVIDER = {
    "SCHEME": "http",
    "NETLOC": "127.0.0.1",
    "GROUP_MODEL": "django_site.models.Team",
    "AUTHENTICATION_SCHEMES": [{"type": "oauthbearertoken", "name": "none", "description": "none"}],
}
