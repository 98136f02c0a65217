const name = 'tandem-page-key';

/**
 * What lets the page speak to the loopback server besides its cookie, which other ports see as well. It comes once,
 * behind the address, and is kept where only this very port's pages can read it.
 */
export function pageKey(page: Pick<Window, 'location' | 'history' | 'localStorage'>): string | null {
  const given = /^#key=([\w-]+)$/.exec(page.location.hash)?.[1];
  if (given !== undefined) {
    page.localStorage.setItem(name, given);
    page.history.replaceState(null, '', page.location.pathname);
  }
  return page.localStorage.getItem(name);
}
