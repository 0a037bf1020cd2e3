#!/usr/bin/env bash
# Package: npm scimmy 1.3.5, on Node 20.
# Guessed: a page past the end is empty, and itemsPerPage is the number of resources in the page (RFC 7644, 3.4.2).
# Seen: a page past the end holds the first users again, and itemsPerPage is what was asked for. So whoever reads on until
#   a page is empty never ends; whoever counts up to totalResults is safe. The last page and all before it are right.
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund scimmy@1.3.5 >/dev/null
cat >check.mjs <<'END'
import SCIMMY from "scimmy";

const users = Array.from({ length: 12 }, (_, i) => ({ id: String(i + 1), userName: `user-${i + 1}` }));
SCIMMY.Resources.declare(SCIMMY.Resources.User).egress(() => users);

const seen = [];
for (const startIndex of [1, 6, 11, 16, 21]) {
    const page = await new SCIMMY.Resources.User({ startIndex, count: 5 }).read();
    const ids = page.Resources.map((user) => user.id).join(",");
    seen.push(`startIndex ${startIndex}: of ${page.totalResults}, itemsPerPage ${page.itemsPerPage}, ids ${ids}`);
}
console.log(seen.join("\n"));
END
node check.mjs | tee seen
diff - seen <<'END' && echo "as before"
startIndex 1: of 12, itemsPerPage 5, ids 1,2,3,4,5
startIndex 6: of 12, itemsPerPage 5, ids 6,7,8,9,10
startIndex 11: of 12, itemsPerPage 5, ids 11,12
startIndex 16: of 12, itemsPerPage 5, ids 1,2,3,4,5
startIndex 21: of 12, itemsPerPage 5, ids 1,2,3,4,5
END
