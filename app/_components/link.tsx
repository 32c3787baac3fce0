"use client";

import NextLink from "next/link";
import { type ComponentProps, useState } from "react";

type LinkProps = ComponentProps<typeof NextLink>;

/**
 * A link to another page. The page is fetched ahead once the pointer or the focus rests on the link: to fetch whatever is in sight, as Next.js does,
 * makes the server draw ten pages for each that is opened.
 */
export function Link({ prefetch = null, onMouseEnter, onFocus, ...props }: LinkProps) {
  const [isMeant, setIsMeant] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={isMeant ? prefetch : false}
      onMouseEnter={(event) => {
        setIsMeant(true);
        onMouseEnter?.(event);
      }}
      onFocus={(event) => {
        setIsMeant(true);
        onFocus?.(event);
      }}
    />
  );
}
