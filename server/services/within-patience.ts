const PATIENCE_MS = 500;

/** What is asked of the database for the sake of a bound; null where it does not answer soon. Nobody is refused because it is away. */
export async function withinPatience<T>(pending: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  return Promise.race([pending.catch(() => null), late]).finally(() => clearTimeout(timer));
}
