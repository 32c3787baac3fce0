/** The little Markdown that descriptions use: paragraphs, **strong** and `code`. */
export function RichText({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph) => (
    <p key={paragraph}>
      <InlineText text={paragraph} />
    </p>
  ));
}

export function InlineText({ text }: { text: string }) {
  return text.split(/(\*\*.+?\*\*)/).map((part, index) => {
    const key = `${index} ${part}`;
    return part.startsWith("**") ? (
      <strong key={key}>
        <Code text={part.slice(2, -2)} />
      </strong>
    ) : (
      <Code key={key} text={part} />
    );
  });
}

function Code({ text }: { text: string }) {
  return text.split(/(`[^`]+`)/).map((part, index) => {
    const key = `${index} ${part}`;
    return part.startsWith("`") ? <code key={key}>{part.slice(1, -1)}</code> : part;
  });
}
