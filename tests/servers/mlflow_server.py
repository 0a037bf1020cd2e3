"""mlflow_server.py PORT FILE: the package mlflow-oidc-auth, with its store in SQLite as it comes, served by uvicorn as it starts it.

Ours is one token, made by the package's own store and written to FILE.
"""

import os
import sys

port, file = sys.argv[1:]

from mlflow_oidc_auth.store import store

_, token = store.create_scim_token("directory", None)
with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
    out.write(token)

import uvicorn

uvicorn.run("mlflow_oidc_auth.app:app", host="127.0.0.1", port=int(port), log_level="error")
