"""What a laboratory would do with pandas: read a cycler's file, group it by cycle, integrate charge and energy. Prints JSON."""

import json
import resource
import sys
import time

import pandas as pd

HOURS = 3600.0


def read_neware(path):
    frame = pd.read_csv(path)
    return pd.DataFrame(
        {
            "cycle": frame["Cycle Index"],
            "step": frame["Step Index"],
            "t": pd.to_timedelta(frame["Cumulative Time"]).dt.total_seconds(),
            "i": frame["Current(A)"],
            "v": frame["Voltage(V)"],
        }
    )


def read_maccor(path):
    frame = pd.read_csv(path, sep="\t", skiprows=1, encoding="latin-1")
    sign = frame["State"].map({"C": 1.0, "D": -1.0}).fillna(0.0)
    return pd.DataFrame(
        {
            "cycle": frame["Cyc#"],
            "step": frame["Step"],
            "t": frame["Test (Sec)"],
            "i": frame["Amps"].abs() * sign,
            "v": frame["Volts"],
        }
    )


def integrate(frame):
    """Trapezoids inside a step, by direction."""
    before = frame.shift()
    inside = (frame["cycle"] == before["cycle"]) & (frame["step"] == before["step"])
    dt = (frame["t"] - before["t"]).where(inside, 0.0) / HOURS
    out = {}
    for name, current in (("charge", frame["i"].clip(lower=0)), ("discharge", (-frame["i"]).clip(lower=0))):
        out[name + "Ah"] = (current + current.shift()) / 2 * dt
        power = current * frame["v"]
        out[name + "Wh"] = (power + power.shift()) / 2 * dt
    return pd.DataFrame(out).groupby(frame["cycle"]).sum()


def main():
    kind, path = sys.argv[1:3]
    began = time.perf_counter()
    frame = {"Neware CSV": read_neware, "Maccor text": read_maccor}[kind](path)
    read = time.perf_counter()
    cycles = integrate(frame)
    ended = time.perf_counter()
    print(
        json.dumps(
            {
                "version": pd.__version__,
                "readS": read - began,
                "integrateS": ended - read,
                "rows": len(frame),
                "cycles": len(cycles),
                "dischargeAh": float(cycles["dischargeAh"].sum()),
                "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
