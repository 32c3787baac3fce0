/** The library says "Invalid password" of the one that is asked for again. */
export function passwordRefusal(_status: number, message: string): string {
  return message === "Invalid password" ? "The password is not right." : message;
}
