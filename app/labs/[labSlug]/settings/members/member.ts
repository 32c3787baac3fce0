import type { Role } from "@/server/domain/labs/permissions";

/** A member of the lab as the settings page shows one. */
export type Member = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  owesSecondFactor: boolean;
  joinedAtMs: number;
  isSelf: boolean;
};
