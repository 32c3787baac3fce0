import { isIP, isIPv6 } from "node:net";

/**
 * Where a request comes from: the peer of the connection, or, behind proxies that append to X-Forwarded-For, what the outermost of them saw.
 * What stands before that was sent by the client, and may say anything.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const named = trustedProxies === 0 ? [] : (forwardedFor ?? "").slice(-MOST_FORWARDED).split(",");
  const appended = named.slice(-trustedProxies).map((address) => address.trim());
  return appended.find((address) => isIP(address) > 0) ?? peer ?? "unknown";
}

const MOST_FORWARDED = 2_000;

/** The address that the listener found: the last one, where anything put others before it. */
export function addressOf(headers: Headers | undefined): string {
  return headers?.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}

const IPV4_IN_IPV6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS_OF_A_NETWORK = 4;

/** What attempts are counted by: an IPv4 address, or the /64 network that one IPv6 customer has all of. */
export function countedAddress(headers: Headers | undefined): string {
  const address = addressOf(headers);
  const ipv4 = IPV4_IN_IPV6.exec(address)?.[1];
  if (ipv4 !== undefined || !isIPv6(address)) return ipv4 ?? address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right].slice(0, GROUPS_OF_A_NETWORK);
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, "")).join(":");
}
