// better-auth.mjs PORT FILE: the packages better-auth and @better-auth/scim, which own routes, store and limits; SQLite in memory.
// Ours is the connection with one bearer token, drawn at start and written to FILE.
import { scim } from "@better-auth/scim";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import Database from "better-sqlite3";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, file] = process.argv.slice(2);
const token = randomBytes(32).toString("hex");
writeFileSync(file, token, { mode: 0o600 });

const options = {
    baseURL: `http://127.0.0.1:${port}`,
    secret: randomBytes(32).toString("hex"),
    database: new Database(":memory:"),
    telemetry: { enabled: false },
    plugins: [scim({ connections: [{ id: "directory", credentials: [{ type: "bearer", id: "first", token }] }] })],
};
await (await getMigrations(options)).runMigrations();
createServer(toNodeHandler(betterAuth(options))).listen(Number(port), "127.0.0.1");
