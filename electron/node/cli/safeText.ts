/**
 * What a terminal would obey instead of show: control characters except line break and tab, with the C1 range, and
 * the marks that turn the direction of writing, with which text can be made to read as something else.
 */
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g;

/** Model output is hostile input for a terminal as well: nothing in it may move the cursor or change the title. */
export function safeText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(control, '');
}

/** For text behind a label: later lines are set in, so that no model can write a line that passes for one of ours. */
export function setIn(text: string, columns: number): string {
  return safeText(text).replaceAll('\n', `\n${' '.repeat(columns)}`);
}
