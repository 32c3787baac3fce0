import { expect, it } from "vitest";
import { auth } from "../../auth/accounts/auth";
import { labScopeForApiKey } from "../../auth/lab-scope";
import { labsOfUser } from "../../api/pages/labs-of-user";
import { authClient } from "../../data/accounts/auth-client";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "./create-lab";

cloneTestDatabase();

const signIn = (email: string, password: string | null) =>
  auth().api.signInEmail({ body: { email, password: password ?? "" }, headers: new Headers() });

it("makes a verified owner, a lab and a key with all scopes", async () => {
  const made = await createLab({ name: "Bänk №1 / Köln", email: "Owner@Example.org" });
  expect(made).toMatchObject({ labSlug: "bank-no1-koln", email: "owner@example.org" });
  const { user } = await signIn(made.email, made.password);
  expect(user).toMatchObject({ email: "owner@example.org", emailVerified: true });
  expect(await labsOfUser(user.id)).toMatchObject([
    { slug: "bank-no1-koln", name: "Bänk №1 / Köln", role: "owner", timeZone: "UTC" },
  ]);
  for (const keyScope of ["ingest", "read", "manage"] as const) {
    expect((await labScopeForApiKey(`Bearer ${made.apiKey}`, [keyScope])).labId).toBe(made.labId);
  }
});

it("refuses a slug that is taken, and leaves nothing behind", async () => {
  await createLab({ name: "Taken", email: "first@example.org" });
  await expect(createLab({ name: "Taken", email: "second@example.org" })).rejects.toMatchObject({ kind: "conflict" });
  expect(await authClient().user.count({ where: { email: "second@example.org" } })).toBe(0);
});

it("takes a lab that is there with ifMissing: a fresh key, a fresh password", async () => {
  const input = { name: "Demo", email: "demo@example.org", slug: "demo", ifMissing: true };
  const first = await createLab(input);
  const second = await createLab(input);
  expect(second).toMatchObject({ labId: first.labId, labSlug: "demo" });
  expect(second.apiKey).not.toBe(first.apiKey);
  await expect(signIn(first.email, first.password)).rejects.toThrow();
  expect((await signIn(second.email, second.password)).user.email).toBe("demo@example.org");
});

it("makes one lab when two start at once", async () => {
  const input = { name: "Race", email: "race@example.org", slug: "race", ifMissing: true };
  const done = await Promise.allSettled([createLab(input), createLab(input), createLab(input)]);
  expect(done.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  expect(await authClient().lab.count({ where: { slug: "race" } })).toBe(1);
  expect(await authClient().user.count({ where: { email: "race@example.org" } })).toBe(1);
});

it("leaves somebody who has an account their password", async () => {
  const first = await createLab({ name: "One", email: "both@example.org" });
  const second = await createLab({ name: "Two", email: "both@example.org" });
  expect(second.password).toBeNull();
  const { user } = await signIn(first.email, first.password);
  expect((await labsOfUser(user.id)).map(({ slug }) => slug)).toEqual(["one", "two"]);
});
