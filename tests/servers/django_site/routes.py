"""The package's routes. Ours is that every caller counts as signed in: the package leaves tokens to the site."""

from types import SimpleNamespace

from django.urls import include, path

urlpatterns = [path("scim/v2/", include("django_scim.urls"))]


def everybody_is_signed_in(get_response):
    def handle(request):
        request.user = SimpleNamespace(is_authenticated=True)
        return get_response(request)

    return handle
