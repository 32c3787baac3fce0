import { env } from "../../env";
import { AppError } from "../../errors";
import { onceAProcess } from "../../once-a-process";

const MIB = 1024 * 1024;

/** Whose body it is; a body may count for several, as for a key and its lab. */
export type Holder = { kind: "key" | "lab" | "address"; id: string | number };

export type Held = {
  /** @throws AppError `too_many` where a holder holds too much, `unavailable` where all together do */
  add: (bytes: number) => void;
  release: () => void;
};

type Bounds = Record<Holder["kind"], number> & { all: number };

/** Bytes of bodies that are held until their requests are answered. */
export class OpenBodies {
  private readonly ofHolder = new Map<string, number>();
  private all = 0;

  constructor(private readonly bounds: Bounds) {}

  get bytes(): number {
    return this.all;
  }

  hold(holders: readonly Holder[]): Held {
    let held = 0;
    return {
      add: (bytes) => {
        this.refuse(holders, bytes);
        held += bytes;
        this.change(holders, bytes);
      },
      release: () => {
        this.change(holders, -held);
        held = 0;
      },
    };
  }

  private refuse(holders: readonly Holder[], bytes: number): void {
    for (const holder of holders) {
      const together = this.heldBy(holder) + bytes;
      if (together > this.bounds[holder.kind]) {
        const mib = this.bounds[holder.kind] / MIB;
        const whose = holder.kind === "address" ? "your address" : `this ${holder.kind}`;
        const message = `Bodies of ${whose} may hold ${mib} MiB at once. Send the same bytes again when others have been answered.`;
        throw new AppError("too_many", message, { retryAfterS: 1 });
      }
      // Where the process is full, those wait who hold more than their share.
      const share = this.bounds.all / Math.max(1, this.ofHolder.size);
      if (this.all + bytes > this.bounds.all && together > share) {
        throw new AppError("unavailable", "Too many requests arrive at once. Send the same bytes again.", {
          retryAfterS: 2,
        });
      }
    }
  }

  private heldBy({ kind, id }: Holder): number {
    return this.ofHolder.get(`${kind}:${id}`) ?? 0;
  }

  private change(holders: readonly Holder[], bytes: number): void {
    this.all += bytes;
    for (const holder of holders) {
      const left = this.heldBy(holder) + bytes;
      if (left > 0) this.ofHolder.set(`${holder.kind}:${holder.id}`, left);
      else this.ofHolder.delete(`${holder.kind}:${holder.id}`);
    }
  }
}

/** Bodies of this process, whichever of its bundles reads them. */
export const holdBytes = (holders: readonly Holder[]): Held => onceAProcess("open bodies", asSettings).hold(holders);

function asSettings(): OpenBodies {
  const { OPEN_BODIES_MIB_PER_KEY, OPEN_BODIES_MIB_PER_LAB, OPEN_BODIES_MIB } = env();
  return new OpenBodies({
    key: OPEN_BODIES_MIB_PER_KEY * MIB,
    lab: OPEN_BODIES_MIB_PER_LAB * MIB,
    address: OPEN_BODIES_MIB_PER_LAB * MIB,
    all: OPEN_BODIES_MIB * MIB,
  });
}
