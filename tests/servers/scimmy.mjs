// scimmy.mjs PORT [MILLISECONDS]: the packages scimmy and scimmy-routers, which own routes, filters, schemas and PATCH.
// Ours is the store, a Map, and what it does with a name that is taken. With MILLISECONDS each access takes so long,
// as it does with a database, and nothing is locked, as in the package's own examples.
import express from "express";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const port = Number(process.argv[2]);
const delay = Number(process.argv[3] ?? 0);
const access = () => (delay ? sleep(delay) : undefined);

function declare(Resource, unique) {
    const store = new Map();
    const known = (id) => {
        if (!store.has(id)) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
        return store.get(id);
    };
    SCIMMY.Resources.declare(Resource)
        .ingress(async (resource, data) => {
            if (delay) await access();
            const before = resource.id ? known(resource.id) : undefined;
            if (!before && unique && [...store.values()].some((other) => other[unique] === data[unique])) {
                throw new SCIMMY.Types.Error(409, "uniqueness", `${unique} is taken`);
            }
            const id = resource.id ?? randomUUID();
            const now = new Date().toISOString();
            // A deep copy, so that nothing of the request's object is shared with the store.
            const stored = { ...JSON.parse(JSON.stringify(data)), id };
            stored.meta = { created: before?.meta.created ?? now, lastModified: now };
            store.set(id, stored);
            return stored;
        })
        .egress(async (resource) => {
            if (delay) await access();
            if (resource.id) return known(resource.id);
            const all = [...store.values()];
            return resource.filter ? resource.filter.match(all) : all;
        })
        .degress(async (resource) => {
            if (delay) await access();
            known(resource.id);
            store.delete(resource.id);
        });
}

SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
declare(SCIMMY.Resources.User, "userName");
declare(SCIMMY.Resources.Group);

const app = express();
app.use("/scim/v2", new SCIMMYRouters({ type: "bearer", handler: () => "anyone" }));
app.listen(port, "127.0.0.1");
