#!/usr/bin/env bash
# Packages: PyPI scim-client 0.2.3, scim-sanity 0.7.4, scim2-client 0.13.2 with httpx2 2.16.2, on Python 3.11.
# Input: a server of our own on loopback, which answers 429 to the first two calls and 200 to the third.
# Guessed: a client that tries again waits as Retry-After says, in seconds or as a date (RFC 9110, 10.2.3); others raise an error.
# Seen: scim-client tries again and never looks at the header: 1 s, then 2 s, always. scim-sanity obeys seconds but raises 0 to 1,
#   and takes a date for no header, which is 2 s. scim2-client does not try again: an exception whose `source` holds the answer.
#   So a limit told by a date is broken by both that try again, and a batch of the third ends at its first 429.
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv packages
packages/bin/pip install --quiet --disable-pip-version-check \
    scim-client==0.2.3 scim-sanity==0.7.4 scim2-client==0.13.2 scim2-models==0.12.3 httpx2==2.16.2
cat >check.py <<'END'
import email.utils, http.server, json, logging, threading, time, warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
calls, header = [], None
MESSAGES = "urn:ietf:params:scim:api:messages:2.0:"


class Target(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        calls.append(time.monotonic())
        refused = len(calls) <= 2
        body = {"schemas": [MESSAGES + "ListResponse"], "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": []}
        if refused:
            body = {"schemas": [MESSAGES + "Error"], "status": "429"}
        self.send_response(429 if refused else 200)
        if refused and header:
            self.send_header("Retry-After", header())
        self.send_header("Content-Type", "application/scim+json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"


def scim_client():
    from scim_client import SCIMClient

    SCIMClient(url, "token").search_users('userName eq "ada@example.com"')


def scim_sanity():
    from scim_sanity.http_client import SCIMClient

    SCIMClient(url, token="token").get("/Users")


def scim2_client():
    from httpx2 import Client
    from scim2_client.engines.httpx2 import SyncSCIMClient
    from scim2_models import User

    client = SyncSCIMClient(Client(base_url=url), resource_models=[User])
    client.register_naive_resource_types()
    client.query(User)


date = lambda: email.utils.formatdate(time.time() + 4, usegmt=True)
for client in (scim_client, scim_sanity, scim2_client):
    said = []
    for what, header in (("4", lambda: "4"), ("0", lambda: "0"), ("a date in 4 s", date), ("none", None)):
        calls.clear()
        try:
            client()
            waits = ", ".join(f"{later - earlier:.0f} s" for earlier, later in zip(calls, calls[1:]))
        except Exception as error:
            waits = f"raises {error.source.status_code} after {len(calls)} call"
        said.append(f"{what}: {waits}")
    print(f"{client.__name__}, Retry-After " + "; ".join(said))
END
packages/bin/python check.py | tee seen
diff - seen <<'END' && echo "as before"
scim_client, Retry-After 4: 1 s, 2 s; 0: 1 s, 2 s; a date in 4 s: 1 s, 2 s; none: 1 s, 2 s
scim_sanity, Retry-After 4: 4 s, 4 s; 0: 1 s, 1 s; a date in 4 s: 2 s, 2 s; none: 2 s, 2 s
scim2_client, Retry-After 4: raises 429 after 1 call; 0: raises 429 after 1 call; a date in 4 s: raises 429 after 1 call; none: raises 429 after 1 call
END
