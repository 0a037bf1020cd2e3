// scim-patch.mjs PORT [MILLISECONDS]: the packages scim-patch (PATCH) and scim2-parse-filter (filters).
// Ours is all else: the routes with express, a Map as the store, paging, and 409 for a name that is taken.
// With MILLISECONDS each access to the store takes so long, and nothing is locked.
import express from "express";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { patchBodyValidation, scimPatch } from "scim-patch";
import { filter, parse } from "scim2-parse-filter";

const port = Number(process.argv[2]);
const delay = Number(process.argv[3] ?? 0);
const LARGEST_PAGE = 1000;

const app = express();
app.use(express.json({ type: ["application/json", "application/scim+json"], limit: "10mb" }));

const answer = (res, status, body) => res.status(status).type("application/scim+json").send(JSON.stringify(body));
const refuse = (res, status, scimType, detail) =>
    answer(res, status, {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: String(status),
        ...(scimType && { scimType }),
        detail,
    });

/** A copy of a resource without the attributes of the first level that the request leaves out. */
function shown(resource, query) {
    const left = structuredClone(resource);
    for (const name of String(query.excludedAttributes ?? "").split(",")) delete left[name];
    return left;
}

function serve(path, type, unique) {
    const store = new Map();
    const route = (method, url, handle) =>
        app[method](`/scim/v2/${path}${url}`, async (req, res) => {
            if (delay) await sleep(delay);
            const resource = req.params.id && store.get(req.params.id);
            if (req.params.id && !resource) return refuse(res, 404, undefined, "not found");
            try {
                await handle(req, res, resource);
            } catch (error) {
                refuse(res, Number(error.status) || 400, error.scimCode ?? "invalidValue", error.message);
            }
        });

    route("get", "", (req, res) => {
        const found = req.query.filter ? [...store.values()].filter(filter(parse(req.query.filter))) : [...store.values()];
        const start = Math.max(1, Number(req.query.startIndex ?? 1));
        const count = Math.min(LARGEST_PAGE, Math.max(0, Number(req.query.count ?? 100)));
        const page = found.slice(start - 1, start - 1 + count);
        answer(res, 200, {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            totalResults: found.length,
            startIndex: start,
            itemsPerPage: page.length,
            Resources: page.map((resource) => shown(resource, req.query)),
        });
    });
    route("get", "/:id", (req, res, resource) => answer(res, 200, shown(resource, req.query)));
    route("post", "", (req, res) => {
        if (unique && [...store.values()].some((other) => other[unique] === req.body[unique])) {
            return refuse(res, 409, "uniqueness", `${unique} is taken`);
        }
        const now = new Date().toISOString();
        const created = { ...req.body, id: randomUUID(), meta: { resourceType: type, created: now, lastModified: now } };
        store.set(created.id, created);
        answer(res, 201, created);
    });
    route("patch", "/:id", async (req, res, resource) => {
        patchBodyValidation(req.body);
        const changed = scimPatch(resource, req.body.Operations, { mutateDocument: false, treatMissingAsAdd: true });
        changed.meta = { ...changed.meta, lastModified: new Date().toISOString() };
        if (delay) await sleep(delay);
        store.set(resource.id, changed);
        if (type === "Group") res.status(204).end();
        else answer(res, 200, changed);
    });
    route("delete", "/:id", (req, res, resource) => {
        store.delete(resource.id);
        res.status(204).end();
    });
}

serve("Users", "User", "userName");
serve("Groups", "Group");
app.listen(port, "127.0.0.1");
