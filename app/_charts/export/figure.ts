"use client";

import { createContext, useContext } from "react";

/** Whether charts are drawn as figures for a paper: boxed, without grid, titles at the axes, told apart without colour. */
export const FigureContext = createContext(false);
export const useIsFigure = () => useContext(FigureContext);
