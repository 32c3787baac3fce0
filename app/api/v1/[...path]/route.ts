import { unknownPath } from "@/server/api/http/unknown-path";

/** What no other route answers. */
export { unknownPath as DELETE, unknownPath as GET, unknownPath as PATCH, unknownPath as POST, unknownPath as PUT };
