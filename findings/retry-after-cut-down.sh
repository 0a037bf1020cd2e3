#!/usr/bin/env bash
# Packages: PyPI flask-limiter 4.1.1 with Flask 3.1.3 and limits 5.8.0; slowapi 0.1.10 with FastAPI 0.165.0; djangorestframework 3.18.3 with
#   Django 5.2.19; falcon-limiter 1.0.1 with Falcon 4.4.0: limiters of the frameworks that SCIM servers in Python are built with.
# Input: three calls in 4 s are allowed, all counted in memory. Three calls 0.9 s apart, a fourth that is refused, and then a client that waits
#   to the second as long as Retry-After says. The first call is made early in a second of the clock, or in its middle.
# Guessed: the fourth gets 429 everywhere, and whoever waits as told passes.
# Seen: flask-limiter rounds twice, to whole seconds of the clock and then down. Whoever begins in the middle of a second is told 1 where 1.3 are
#   needed, and then 0 again and again: a client that obeys sends as fast as it can until the window opens. In slowapi and in Django REST framework
#   whoever waits passes. falcon-limiter raises an error of its own where it would refuse: the answer is 500, which no client takes for a limit.
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv packages
packages/bin/pip install --quiet --disable-pip-version-check \
    flask-limiter==4.1.1 Flask==3.1.3 limits==5.8.0 slowapi==0.1.10 fastapi==0.165.0 httpx==0.28.1 \
    djangorestframework==3.18.3 Django==5.2.19 falcon-limiter==1.0.1 falcon==4.4.0
cat >check.py <<'END'
import logging, sys, time, warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
CALLS, SECONDS = 3, 4


def flask_limiter(strategy):
    from flask import Flask
    from flask_limiter import Limiter

    app = Flask("users")
    limiter = Limiter(lambda: "all", app=app, headers_enabled=True, strategy=strategy, storage_uri="memory://")
    app.get("/Users")(limiter.limit(f"{CALLS} per {SECONDS} second")(lambda: {}))
    return lambda: (lambda answer: (answer.status_code, answer.headers))(app.test_client().get("/Users"))


def slowapi(strategy):
    from fastapi import FastAPI, Request, Response
    from fastapi.testclient import TestClient
    from slowapi import Limiter, _rate_limit_exceeded_handler
    from slowapi.errors import RateLimitExceeded

    app = FastAPI()
    app.state.limiter = limiter = Limiter(key_func=lambda: "all", headers_enabled=True, strategy=strategy)
    app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)

    @app.get("/Users")
    @limiter.limit(f"{CALLS} per {SECONDS} second")
    def users(request: Request, response: Response):
        return {}

    client = TestClient(app)
    return lambda: (lambda answer: (answer.status_code, answer.headers))(client.get("/Users"))


def django_rest(_):
    import django
    from django.conf import settings

    settings.configure(SECRET_KEY="none", INSTALLED_APPS=["rest_framework"], REST_FRAMEWORK={"UNAUTHENTICATED_USER": None})
    django.setup()
    from rest_framework.response import Response
    from rest_framework.test import APIRequestFactory
    from rest_framework.throttling import SimpleRateThrottle
    from rest_framework.views import APIView

    class Throttle(SimpleRateThrottle):
        rate = "given below"

        def parse_rate(self, rate):
            return CALLS, SECONDS

        def get_cache_key(self, request, view):
            return "all"

    class Users(APIView):
        throttle_classes, authentication_classes = [Throttle], []

        def get(self, request):
            return Response({})

    view, requests = Users.as_view(), APIRequestFactory()
    return lambda: (lambda answer: (answer.status_code, answer.headers))(view(requests.get("/Users")))


def falcon_limiter(_):
    import falcon, falcon.testing
    from falcon_limiter import Limiter

    limiter = Limiter(key_func=lambda *_: "all", default_limits=f"{CALLS} per {SECONDS} second")

    @limiter.limit()
    class Users:
        def on_get(self, request, response):
            response.media = {}

    app = falcon.App(middleware=limiter.middleware)
    app.add_route("/Users", Users())
    client = falcon.testing.TestClient(app)
    return lambda: (lambda answer: (answer.status_code, answer.headers))(client.simulate_get("/Users"))


def course(call, begins):
    """What a client meets that waits as it is told, up to its fifth refusal, and begins at this part of a second."""
    time.sleep((begins - time.time()) % 1)
    for _ in range(CALLS):
        status, _ = call()
        assert status == 200, status
        time.sleep(0.9)
    words = []
    while len(words) < 5:
        status, headers = call()
        if status != 429:
            return words + [str(status)]
        words.append(f"429, wait {headers['Retry-After']} s")
        time.sleep(float(headers["Retry-After"]))
    return words


for name, make, strategy, begins in (
    ("flask-limiter, fixed window, early", flask_limiter, "fixed-window", 0.05),
    ("flask-limiter, fixed window, middle", flask_limiter, "fixed-window", 0.5),
    ("flask-limiter, moving window, early", flask_limiter, "moving-window", 0.05),
    ("flask-limiter, moving window, middle", flask_limiter, "moving-window", 0.5),
    ("slowapi, fixed window, middle", slowapi, "fixed-window", 0.5),
    ("slowapi, moving window, middle", slowapi, "moving-window", 0.5),
    ("djangorestframework, middle", django_rest, None, 0.5),
    ("falcon-limiter", falcon_limiter, None, 0.5),
):
    call = make(strategy)
    print(f"{name}: {'; '.join(course(call, begins))}", flush=True)
END
packages/bin/python check.py 2>errors.txt >seen.txt || { tail -n 5 errors.txt; exit 1; }
cat seen.txt
diff seen.txt - <<'END'
flask-limiter, fixed window, early: 429, wait 2 s; 200
flask-limiter, fixed window, middle: 429, wait 1 s; 429, wait 0 s; 429, wait 0 s; 429, wait 0 s; 429, wait 0 s
flask-limiter, moving window, early: 429, wait 2 s; 200
flask-limiter, moving window, middle: 429, wait 1 s; 429, wait 0 s; 429, wait 0 s; 429, wait 0 s; 429, wait 0 s
slowapi, fixed window, middle: 429, wait 2 s; 200
slowapi, moving window, middle: 429, wait 2 s; 200
djangorestframework, middle: 429, wait 2 s; 200
falcon-limiter: 500
END
grep -q "HTTPTooManyRequests.__init__() takes 1 positional argument" errors.txt || { tail -n 5 errors.txt; exit 1; }
