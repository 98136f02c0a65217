/** One table, before it is Markdown or HTML. Cells are plain text. */
export interface Table {
  readonly id: string;
  readonly title: string;
  /** How to read it; empty when the title says all. */
  readonly note: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Long and only for looking up: folded on the page. */
  readonly isFolded?: boolean;
}
export interface Column { readonly head: string; readonly isNumber: boolean }

/** One picture: its SVG as it stands in the page, and the table that says the same in words. */
export interface Picture {
  /** Also its file's name, without `.svg`. */
  readonly id: string;
  readonly title: string;
  /** What a reader who does not see it must know. */
  readonly alternative: string;
  /** How to read it. */
  readonly caption: string;
  readonly tableId: string;
  readonly svg: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly pictures: readonly Picture[];
  readonly tables: readonly Table[];
}

export const words = (head: string): Column => ({ head, isNumber: false });
export const number = (head: string): Column => ({ head, isNumber: true });
