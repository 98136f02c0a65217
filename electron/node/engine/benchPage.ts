const begin = '<!-- measured: npm run bench writes this part -->';
const end = '<!-- end of what was measured -->';

/** A page with its measured part replaced. What people wrote around it stays; a page without such a part gets it behind its title. */
export function withMeasured(page: string, measured: string): string {
  const part = `${begin}\n${measured.trim()}\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from >= 0 && to >= 0) return page.slice(0, from) + part + page.slice(to + end.length);
  const title = /^# .*\n/.exec(page)?.[0] ?? '# Bench\n';
  const rest = page.slice(page.startsWith(title) ? title.length : 0).trim();
  return `${title}\n${part}\n${rest === '' ? '' : `\n${rest}\n`}`;
}
