#!/usr/bin/env bash
# Packages: npm scimmy 1.3.5, scimmy-routers 1.3.2, express 4.22.3, on Node 20; PyPI scim2-server 0.8.3 beside them.
# Guessed: a server that says `etag: supported false` sends no ETag, and one that sends it refuses a stale If-Match with 412.
# Seen: scimmy-routers sends an ETag, which is Express's own digest of the body, answers 304 to it, and writes all the same when
#   If-Match names an old one: 200, and the change between is lost unseen. scim2-server says true and answers 412.
# Fails when that changes.
set -euo pipefail
servers=$(cd "$(dirname "$0")/../tests/servers" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/check.py" <<'END'
import json, os, urllib.error, urllib.request


def call(method, path, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()} | {"Content-Type": "application/scim+json"}
    data = json.dumps(body).encode() if body else None
    try:
        answer = urllib.request.urlopen(urllib.request.Request(os.environ["URL"] + path, data, headers, method=method))
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read()
    return answer.status, json.loads(text) if text else {}, answer.headers.get("ETag")


def title(value):
    operation = {"op": "Replace", "path": "title", "value": value}
    return {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}


print("says etag supported", call("GET", "/ServiceProviderConfig")[1]["etag"]["supported"])
user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@example.com"}
path = "/Users/" + call("POST", "/Users", user)[1]["id"]
old = call("GET", path)[2]
print("sends an ETag", old is not None)
print("GET, If-None-Match of it", call("GET", path, If_None_Match=old)[0])
call("PATCH", path, title("by the first writer"))
print("PATCH, If-Match of the old one", call("PATCH", path, title("by the second writer"), If_Match=old)[0])
print("stored:", call("GET", path)[1]["title"])
END
for name in scimmy scim2-server; do
    echo "$name"
    SERVERS="$folder" "$servers/with" "$name" python3 "$folder/check.py"
done | tee "$folder/seen"
diff - "$folder/seen" <<'END' && echo "as before"
scimmy
says etag supported False
sends an ETag True
GET, If-None-Match of it 304
PATCH, If-Match of the old one 200
stored: by the second writer
scim2-server
says etag supported True
sends an ETag True
GET, If-None-Match of it 304
PATCH, If-Match of the old one 412
stored: by the first writer
END
