/** Something that an operator should know: what is wrong, and what to do. */
export type Finding = { level: "error" | "warning"; what: string; todo: string };
