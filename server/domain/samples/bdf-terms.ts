/**
 * The quantities of the Battery Data Format (BDF), application ontology 1.3.0, older ones that it still knows included: the
 * machine-readable name, the label that heads a column of a file, and names from earlier versions.
 * @see https://w3id.org/battery-data-alliance/ontology/battery-data-format
 */
const TERMS: readonly (readonly [name: string, label: string, ...older: string[]])[] = [
  ["test_time_second", "Test Time / s", "test_time_s"],
  ["voltage_volt", "Voltage / V", "voltage_v"],
  ["current_ampere", "Current / A", "current_a"],
  ["unix_time_second", "Unix Time / s", "unix_time_s"],
  ["cycle_count", "Cycle Count / 1", "cycle_count_1", "cycle_dimensionless"],
  ["step_count", "Step Count / 1", "step_count_1", "step_dimensionless"],
  ["ambient_temperature_celsius", "Ambient Temperature / degC"],
  ["step_id", "Step ID"],
  ["step_index", "Step Index / 1", "step_index_1"],
  ["step_type", "Step Type"],
  ["test_time_millisecond", "Test Time / ms", "test_time_ms"],
  ["unix_time_millisecond", "Unix Time / ms", "unix_time_ms"],
  ["absolute_impedance_ohm", "Absolute Impedance / ohm"],
  ["ac_internal_resistance_ohm", "AC Internal Resistance / ohm", "ac_resistance_ohm", "acr"],
  ["ambient_pressure_pa", "Ambient Pressure / Pa"],
  ["applied_pressure_pa", "Applied Pressure / Pa"],
  ["charging_capacity_ah", "Charging Capacity / Ah"],
  ["charging_energy_wh", "Charging Energy / Wh"],
  ["cumulative_capacity_ah", "Cumulative Capacity / Ah"],
  ["cumulative_energy_wh", "Cumulative Energy / Wh"],
  ["cycle_charging_capacity_ah", "Cycle Charging Capacity / Ah", "cycle_charge_capacity_ah"],
  ["cycle_charging_energy_wh", "Cycle Charging Energy / Wh", "cycle_charge_energy_wh"],
  ["cycle_cumulative_capacity_ah", "Cycle Cumulative Capacity / Ah"],
  ["cycle_cumulative_energy_wh", "Cycle Cumulative Energy / Wh"],
  ["cycle_discharging_capacity_ah", "Cycle Discharging Capacity / Ah", "cycle_discharge_capacity_ah"],
  ["cycle_discharging_energy_wh", "Cycle Discharging Energy / Wh", "cycle_discharge_energy_wh"],
  ["cycle_net_capacity_ah", "Cycle Net Capacity / Ah"],
  ["cycle_net_energy_wh", "Cycle Net Energy / Wh"],
  ["dc_internal_resistance_ohm", "DC Internal Resistance / ohm", "dc_resistance_ohm", "dcir"],
  ["discharging_capacity_ah", "Discharging Capacity / Ah"],
  ["discharging_energy_wh", "Discharging Energy / Wh"],
  ["frequency_hertz", "Frequency / Hz"],
  ["imaginary_impedance_ohm", "Imaginary Impedance / ohm"],
  ["internal_resistance_ohm", "Internal Resistance / ohm", "Internal Resistance / Ohm"],
  ["net_capacity_ah", "Net Capacity / Ah"],
  ["net_energy_wh", "Net Energy / Wh"],
  ["phase_degree", "Phase / deg"],
  ["power_watt", "Power / W", "power_w"],
  ["real_impedance_ohm", "Real Impedance / ohm"],
  ["record_index", "Record Index / 1"],
  ["schedule_charging_capacity_ah", "Schedule Charging Capacity / Ah"],
  ["schedule_charging_energy_wh", "Schedule Charging Energy / Wh"],
  ["schedule_discharging_capacity_ah", "Schedule Discharging Capacity / Ah"],
  ["schedule_discharging_energy_wh", "Schedule Discharging Energy / Wh"],
  ["step_capacity_ah", "Step Capacity / Ah"],
  ["step_charging_capacity_ah", "Step Charging Capacity / Ah", "step_charge_capacity_ah"],
  ["step_charging_energy_wh", "Step Charging Energy / Wh", "step_charge_energy_wh"],
  ["step_cumulative_capacity_ah", "Step Cumulative Capacity / Ah"],
  ["step_cumulative_energy_wh", "Step Cumulative Energy / Wh"],
  ["step_discharging_capacity_ah", "Step Discharging Capacity / Ah", "step_discharge_capacity_ah"],
  ["step_discharging_energy_wh", "Step Discharging Energy / Wh", "step_discharge_energy_wh"],
  ["step_energy_wh", "Step Energy / Wh"],
  ["step_net_capacity_ah", "Step Net Capacity / Ah"],
  ["step_net_energy_wh", "Step Net Energy / Wh"],
  ["step_record_index", "Step Record Index / 1", "step_record_index_1"],
  ["step_time_second", "Step Time / s"],
  ["surface_pressure_pa", "Surface Pressure / Pa"],
  ["surface_temperature_celsius", "Surface Temperature / degC"],
  ...[1, 2, 3, 4, 5].map(
    (n) =>
      [
        `temperature_t${n}_celsius`,
        `Temperature T${n} / degC`,
        `Surface Temperature T${n} / degC`,
        `surface_temperature_t${n}_celsius`,
      ] as const,
  ),
];

/** Units that were written out, or otherwise, before. */
const OLDER_UNITS: readonly (readonly [string, string])[] = [
  ["_ah", "_ampere_hour"],
  ["_wh", "_watt_hour"],
  ["_pa", "_pascal"],
  ["_celsius", "_degc"],
];

const TERM_OF: ReadonlyMap<string, string> = new Map(
  TERMS.flatMap(([name, label, ...older]) => {
    const respelt = OLDER_UNITS.flatMap(([now, before]) =>
      name.endsWith(now) ? [name.slice(0, -now.length) + before] : [],
    );
    return [name, label, ...older, ...respelt].map((known) => [known, name] as const);
  }),
);

/** The machine-readable name of a BDF quantity by any of its names, or null when BDF knows none by this one. */
export function bdfTermOf(name: string): string | null {
  return TERM_OF.get(name) ?? null;
}
