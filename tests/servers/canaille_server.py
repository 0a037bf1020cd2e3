"""canaille_server.py PORT FILE: the package canaille with its store in memory, served by pytest-iam, one call at a time.

Ours is one client and its bearer token, drawn at start and written to FILE.
"""

import datetime
import os
import secrets
import sys

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from pytest_iam import Server

port, file = int(sys.argv[1]), sys.argv[2]
app = create_app(
    config={
        "TESTING": True,
        "ENV_FILE": None,
        "SECRET_KEY": secrets.token_hex(32),
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "memory"},
        "CANAILLE_OIDC": {},
        "CANAILLE_SCIM": {"ENABLE_SERVER": True},
    }
)
server = Server(app, port, Backend.instance)

with app.app_context():
    now = datetime.datetime.now(datetime.timezone.utc)
    client = models.Client(client_id="directory", client_name="directory", client_id_issued_at=now, scope=[])
    server.backend.save(client)
    token = models.Token(
        token_id="first",
        access_token=secrets.token_hex(32),
        client=client,
        subject=None,
        type="access_token",
        scope=[],
        issue_date=now,
        lifetime=3600,
        audience=[client],
    )
    server.backend.save(token)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(token.access_token)

server.httpd.serve_forever()
