const longestText = 32_768;
const keptOfEnd = 8_192;

/** A text of at most 32 K characters. Of a longer one the end is kept too: there are the frames of a stack whose message is long. */
export function shorten(text: string): string {
  if (text.length <= longestText) return text;
  const beginning = text.slice(0, longestText - keptOfEnd);
  return `${beginning}… [${text.length - longestText} characters left out] …${text.slice(-keptOfEnd)}`;
}
