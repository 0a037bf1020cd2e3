#!/usr/bin/env bash
# Packages: PyPI scim2-server 0.8.3 with scim2-models 0.12.3; PyPI django-scim2 0.23.0 with Django 5.2.19 on SQLite; Python 3.11.
# Guessed: a list without sortBy comes in the order of creation, so users who are created while somebody reads it page by page
#   come at its end, and everybody from before is read once.
# Seen: in neither. scim2-server's order goes by its random ids. django-scim2's goes by its ids as texts: 1, 10, 11, ..., 19, 2, so it
#   is the order of creation up to the ninth user only. New users push others to the next page, where they are read a second time.
#   Nobody is missed while none is deleted. RFC 7644 (3.4.2.4) allows it; a reader has to drop doubles by id.
# Fails when that changes.
set -euo pipefail
servers=$(cd "$(dirname "$0")/../tests/servers" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/check.py" <<'END'
import collections, json, os, urllib.request


def call(method, path, body=None):
    data = json.dumps(body).encode() if body else None
    headers = {"Content-Type": "application/scim+json"}
    with urllib.request.urlopen(urllib.request.Request(os.environ["URL"] + path, data, headers, method=method)) as answer:
        return json.loads(answer.read())


def create(number):
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": f"user-{number}@example.com"}
    return call("POST", "/Users", user)["id"]


before = [create(number) for number in range(200)]
read = collections.Counter()
start, total = 1, 200
while start <= total:
    page = call("GET", f"/Users?startIndex={start}&count=20")
    read.update(user["id"] for user in page["Resources"])
    start, total = start + 20, page["totalResults"]
    # Five a page for the first ten pages, so the reading ends.
    for number in range(5 if total < 250 else 0):
        create(f"new-{start}-{number}")
twice = sum(read[id] > 1 for id in before)
print("of 200 users from before:", "some read twice" if twice else "none read twice", end="; ")
print("none missed" if all(read[id] for id in before) else "some missed")
print(f"({twice} twice)", file=__import__("sys").stderr)
END
for name in scim2-server django-scim2; do
    echo "$name"
    SERVERS="$folder" "$servers/with" "$name" python3 "$folder/check.py"
done | tee "$folder/seen"
diff - "$folder/seen" <<'END' && echo "as before"
scim2-server
of 200 users from before: some read twice; none missed
django-scim2
of 200 users from before: some read twice; none missed
END
