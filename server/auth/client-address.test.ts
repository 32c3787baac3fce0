import { expect, it } from "vitest";
import { clientAddress } from "./client-address";

const SENT = "203.0.113.7, 198.51.100.2, 10.0.0.9";

it.each([
  ["no proxy", SENT, 0, "192.0.2.1"],
  ["no proxy, nothing sent", undefined, 0, "192.0.2.1"],
  ["one that appends the client", SENT, 1, "10.0.0.9"],
  ["two in a row", SENT, 2, "198.51.100.2"],
  ["one that was walked around", undefined, 1, "192.0.2.1"],
  ["more than appended", "198.51.100.2", 3, "198.51.100.2"],
  ["words instead of an address", "evil, unknown", 2, "192.0.2.1"],
  ["an IPv6 address", "2001:db8::7", 1, "2001:db8::7"],
])("takes with %s the address that nobody could make up", (_case, forwardedFor, trustedProxies, address) => {
  expect(clientAddress("192.0.2.1", forwardedFor, trustedProxies)).toBe(address);
});
