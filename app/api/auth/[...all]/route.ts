import { handleAccountRequest } from "@/server/auth/handle-account-request";

export const dynamic = "force-dynamic";

export { handleAccountRequest as GET, handleAccountRequest as POST };
