#!/usr/bin/env bash
# Packages: PyPI scim2-server 0.8.3 with scim2-models 0.12.3; PyPI django-scim2 0.23.0 with Django 5.2.19 on SQLite and gunicorn 27.0.1;
#   npm scimmy 1.3.5 with scimmy-routers 1.3.2 and express 4.22.3.
# Guessed: a PATCH that adds 100 members costs the same as one operation with 100 values and as 100 operations with one.
# Seen: at scimmy it does (and at better-auth 1.7.25). At scim2-server (6 to 10 times as much) and django-scim2 (2.5 to 4 times) only
#   many values in one operation are cheap. So "several members in one PATCH" is no number until it says in which form.
# Times are medians of 5 groups each, and only their ratios are held. Fails when that changes.
set -euo pipefail
servers=$(cd "$(dirname "$0")/../tests/servers" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/check.py" <<'END'
import json, os, statistics, sys, time, urllib.request

headers = {"Content-Type": "application/scim+json"}
CORE = "urn:ietf:params:scim:schemas:core:2.0:"


def call(method, path, body=None):
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(os.environ["URL"] + path, data, headers, method=method)) as answer:
        return json.loads(answer.read() or b"{}")


def user(number):
    name = f"user-{number}@example.com"
    return call("POST", "/Users", {"schemas": [CORE + "User"], "userName": name})["id"]


values = [{"value": user(number)} for number in range(100)]
forms = {
    "one": [{"op": "Add", "path": "members", "value": values}],
    "many": [{"op": "Add", "path": "members", "value": [value]} for value in values],
}
taken = {"one": [], "many": []}
for round in range(5):
    for form, operations in forms.items():
        group = call("POST", "/Groups", {"schemas": [CORE + "Group"], "displayName": f"{form} {round}", "members": []})
        path = "/Groups/" + group["id"]
        begun = time.perf_counter()
        call("PATCH", path, {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
        taken[form].append(time.perf_counter() - begun)
        assert len(call("GET", path)["members"]) == 100
one, many = (statistics.median(taken[form]) for form in forms)
print(f"({one * 1000:.1f} ms and {many * 1000:.1f} ms)", file=sys.stderr)
print("many operations cost more" if many > 1.7 * one else "about the same")
END
for name in scim2-server django-scim2 scimmy; do
    echo "$name"
    SERVERS="$folder" "$servers/with" "$name" python3 "$folder/check.py"
done | tee "$folder/seen"
diff - "$folder/seen" <<'END' && echo "as before"
scim2-server
many operations cost more
django-scim2
many operations cost more
scimmy
about the same
END
