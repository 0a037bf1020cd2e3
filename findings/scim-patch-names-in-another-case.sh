#!/usr/bin/env bash
# Packages: npm scim-patch 0.8.3 and scim2-parse-filter 0.2.10, often used together, on Node 20.
# Guessed: names of attributes count in any case (RFC 7643, 2.1) in both packages, or are refused.
# Seen: the filter takes `username` for userName. The PATCH of `ACTIVE` succeeds and adds a second attribute of that name, so that
#   the user stays active; with the schema's full name before it, `...:User:active`, it is the right one.
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund scim-patch@0.8.3 scim2-parse-filter@0.2.10 >/dev/null
cat >check.mjs <<'END'
import { patchBodyValidation, scimPatch } from "scim-patch";
import { filter, parse } from "scim2-parse-filter";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const user = () => ({ schemas: [USER], userName: "ada@example.com", active: true, meta: {} });

for (const name of ["userName", "username"]) {
    const found = [user()].filter(filter(parse(`${name} eq "ada@example.com"`))).length;
    console.log(`filter ${name}: ${found} found`);
}
for (const path of ["active", "ACTIVE", `${USER}:active`]) {
    const Operations = [{ op: "Replace", path, value: false }];
    patchBodyValidation({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations });
    const { active, ACTIVE } = scimPatch(user(), Operations);
    console.log(`PATCH ${path.split(":").at(-1)}${path.includes(":") ? " in full" : ""}: active ${active}, ACTIVE ${ACTIVE}`);
}
END
node check.mjs | tee seen
diff - seen <<'END' && echo "as before"
filter userName: 1 found
filter username: 1 found
PATCH active: active false, ACTIVE undefined
PATCH ACTIVE: active true, ACTIVE false
PATCH active in full: active false, ACTIVE undefined
END
