/** Control characters except line break and tab, with the C1 range: what a terminal would obey instead of show. */
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Model output is hostile input for a terminal as well: nothing in it may move the cursor or change the title. */
export function safeText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(control, '');
}
