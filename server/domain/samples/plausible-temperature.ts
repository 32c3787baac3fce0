/** Outside of these a temperature is a sensor's word for "none", such as −4000, 850 or 6553.5, °C. */
export const COLDEST_C = -80;
export const HOTTEST_C = 200;

/** Whether a temperature is one that a cell can have; false for NaN. @see contract.md, "Odd rows" */
export const isPlausibleTemperature = (temperatureC: number): boolean =>
  temperatureC >= COLDEST_C && temperatureC <= HOTTEST_C;
