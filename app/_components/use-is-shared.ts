import { createContext, useContext } from "react";

/** Whether what is drawn is on the page of a link: it shows, and leads nowhere. */
export const SharedPageContext = createContext(false);

export const useIsShared = (): boolean => useContext(SharedPageContext);
