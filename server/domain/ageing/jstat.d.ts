/** The little that is used of jStat, which brings no types. */
declare module "jstat" {
  const jStat: {
    centralF: {
      /** The quantile of the F distribution with df1 and df2 degrees of freedom. */
      inv(probability: number, df1: number, df2: number): number;
    };
  };
  export default jStat;
}
