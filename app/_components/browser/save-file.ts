/** Hands a file to the browser, which puts it where downloads go. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A byte order mark tells spreadsheets that it is UTF-8. */
export const csvFile = (csv: string) => new Blob(["\uFEFF", csv], { type: "text/csv;charset=utf-8" });
