#!/usr/bin/env bash
# Packages: PyPI django-scim2 0.23.0, Django 5.2.19, SQLite, Python 3.11, with its own adapters.
# Guessed: a group that is created with a member has it, or the request is refused; a PATCH that changes a user moves meta.lastModified.
# Seen: 201, and the members are left out without a word: only PATCH sets them. lastModified stays what it was on creation for ever,
#   and groups have none. The service creates groups empty, so it is not hit; who writes back a copy of a group with POST, or reads
#   changes by lastModified, gets nothing and no error.
# Fails when that changes.
set -euo pipefail
servers=$(cd "$(dirname "$0")/../tests/servers" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/check.py" <<'END'
import json, os, time, urllib.request

CORE = "urn:ietf:params:scim:schemas:core:2.0:"


def call(method, path, body=None):
    data = json.dumps(body).encode() if body else None
    headers = {"Content-Type": "application/scim+json"}
    with urllib.request.urlopen(urllib.request.Request(os.environ["URL"] + path, data, headers, method=method)) as answer:
        return answer.status, json.loads(answer.read())


def patch(path, operation):
    return call("PATCH", path, {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]})


_, user = call("POST", "/Users", {"schemas": [CORE + "User"], "userName": "ada@example.com", "active": True})
member = {"value": user["id"]}
status, group = call("POST", "/Groups", {"schemas": [CORE + "Group"], "displayName": "Team", "members": [member]})
print(f"POST group with a member: {status}, {len(group['members'])} members")
status, group = patch(f"/Groups/{group['id']}", {"op": "Add", "path": "members", "value": [member]})
print(f"PATCH Add of it: {status}, {len(group['members'])} members, lastModified {group['meta'].get('lastModified')}")
time.sleep(1.1)
status, after = patch(f"/Users/{user['id']}", {"op": "Replace", "path": "active", "value": False})
same = after["meta"]["lastModified"] == user["meta"]["lastModified"]
print(f"PATCH active: {status}, now {after['active']}, lastModified {'as on creation' if same else 'has moved'}")
END
SERVERS="$folder" "$servers/with" django-scim2 python3 "$folder/check.py" | tee "$folder/seen"
diff - "$folder/seen" <<'END' && echo "as before"
POST group with a member: 201, 0 members
PATCH Add of it: 200, 1 members, lastModified None
PATCH active: 200, now False, lastModified as on creation
END
