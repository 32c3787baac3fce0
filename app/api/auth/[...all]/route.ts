import { handleAccountRequest } from "@/server/auth/accounts/handle-account-request";

export const dynamic = "force-dynamic";

export { handleAccountRequest as GET, handleAccountRequest as POST };
