import type { Metadata } from "next";
import { StandalonePage } from "../_components/account/standalone-page";
import { ConfirmAddress } from "./confirm-address";

export const metadata: Metadata = { title: "Confirm your address" };

export default function VerifyEmailPage() {
  return (
    <StandalonePage title="Confirm your address">
      <ConfirmAddress />
    </StandalonePage>
  );
}
