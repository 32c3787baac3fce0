import { toName } from "../../domain/cells/input-names";

/** The name of a person as it is stored: NFC and trimmed; null when it is none. Markup is text like any other. */
export const toPersonName = (raw: string): string | null => toName(raw, (name) => name === "");
