#!/usr/bin/env bash
# Packages: PyPI scim2-server 0.8.3 with scim2-models 0.12.3, Python 3.11; 2,000 users.
# Guessed: a lookup costs the same by whichever attribute the service matches, userName, externalId or the work mail, as all are kept
#   in memory.
# Seen: userName and externalId cost the same, 2 ms whatever the number of users. By the work mail it is more than five times as much
#   (measured: 20 to 45), and it grows with the users; so does userName with `and active eq true` behind it, which an index could serve
#   (measured: 8 to 15). Which attribute is matched decides how a first cycle grows.
# Times are medians of 15 calls, and only their ratios are held. Fails when that changes.
set -euo pipefail
servers=$(cd "$(dirname "$0")/../tests/servers" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/check.py" <<'END'
import json, os, statistics, sys, time, urllib.parse, urllib.request


def call(method, path, body=None):
    data = json.dumps(body).encode() if body else None
    headers = {"Content-Type": "application/scim+json"}
    with urllib.request.urlopen(urllib.request.Request(os.environ["URL"] + path, data, headers, method=method)) as answer:
        return json.loads(answer.read())


for number in range(2000):
    name = f"user-{number}@example.com"
    mails = [{"type": "work", "value": name}]
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name, "externalId": name}
    call("POST", "/Users", user | {"active": True, "emails": mails})


def price(expression):
    taken = []
    for _ in range(15):
        begun = time.perf_counter()
        assert call("GET", "/Users?filter=" + urllib.parse.quote(expression))["totalResults"] == 1
        taken.append(time.perf_counter() - begun)
    print(f"{statistics.median(taken) * 1000:.1f} ms: {expression}", file=sys.stderr)
    return statistics.median(taken)


mail = '"user-1000@example.com"'
least = price(f"userName eq {mail}")
for expression, low, high in (
    (f"externalId eq {mail}", 0, 2.5),
    (f'emails[type eq "work"].value eq {mail}', 5, 1000),
    (f"userName eq {mail} and active eq true", 3, 1000),
):
    times = price(expression) / least
    said = f"between {low} and {high} times" if low <= times <= high else f"{times:.1f} times, which is new,"
    print(f"{said} as much as userName: {expression}")
END
SERVERS="$folder" "$servers/with" scim2-server python3 "$folder/check.py" | tee "$folder/seen"
diff - "$folder/seen" <<'END' && echo "as before"
between 0 and 2.5 times as much as userName: externalId eq "user-1000@example.com"
between 5 and 1000 times as much as userName: emails[type eq "work"].value eq "user-1000@example.com"
between 3 and 1000 times as much as userName: userName eq "user-1000@example.com" and active eq true
END
