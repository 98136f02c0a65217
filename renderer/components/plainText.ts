/** What Markdown gives a meaning to, apart from a multiplication sign between blanks. */
const marks = /[`*_#[\]<>|\\$~&!\n\r\t]|https?:|www\.|\S@\S|^\s|^[-+=]|^\d+[.)]\s| {2}/;

/** Whether a text is one plain line that Markdown would leave as it is: most steps are, and cost no parser then. */
export function isPlainText(text: string): boolean {
  return !marks.test(text.replaceAll(' * ', ' '));
}
